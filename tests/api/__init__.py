"""The API as its clients know it: the contract, problems, tokens, and the whole schema under fire."""
