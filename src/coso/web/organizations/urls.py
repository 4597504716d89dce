"""Addresses of the register of units."""

from django.urls import path

from coso.web.organizations.views import reading, suggesting, terms, writing

app_name = "organizations"
urlpatterns = [
    path("", reading.UnitList.as_view(), name="list"),
    path("cay/", reading.TreePage.as_view(), name="tree"),
    path("cay/<int:pk>/", reading.TreeBranch.as_view(), name="branch"),
    path("chon/", reading.UnitPicker.as_view(), name="pick"),
    path("<int:pk>/", reading.UnitRecord.as_view(), name="detail"),
    path("<int:pk>/lai-lich.svg", reading.LineagePicture.as_view(), name="lineage"),
    path("goi-y/", suggesting.UnitSuggestions.as_view(), name="suggest"),
    path("<int:pk>/lap/", writing.FoundUnit.as_view(), name="found"),
    path("<int:pk>/thay-doi/", writing.ChangeUnit.as_view(), name="change"),
    path("<int:pk>/sua/", writing.CorrectUnit.as_view(), name="correct"),
    path("<int:pk>/chuyen/", writing.MoveUnit.as_view(), name="move"),
    path("<int:pk>/cap-ma/", writing.AssignCode.as_view(), name="assign-code"),
    path("<int:pk>/ket-thuc/", writing.CloseUnit.as_view(), name="close"),
    path("<int:pk>/nhiem-ky/", terms.AddTerm.as_view(), name="add-term"),
    path("<int:pk>/mo-lai/", writing.ReopenUnit.as_view(), name="reopen"),
]
