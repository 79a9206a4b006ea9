"""The request desk: what comes in, who answers it, and the quote that it becomes."""
