"""Addresses of what is owed."""

from cantine.billing import views
from cantine.core.routes import page
from cantine.places.policies import at_place

app_name = "billing"
see = at_place("charge.see")
urlpatterns = [
    page("<slug:place>/a-facturer/", views.owed, policy=see, name="owed", methods=["GET"]),
    page(
        "<slug:place>/a-facturer/<int:year>-<int:month>.csv",
        views.owed_csv,
        policy=see,
        name="owed_csv",
        methods=["GET"],
    ),
]
