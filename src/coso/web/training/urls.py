"""Addresses of the register of courses."""

from django.urls import path

from coso.web.training.views import enrolling, keeping, reading

app_name = "training"
urlpatterns = [
    path("", reading.CourseList.as_view(), name="list"),
    path("ghi/", keeping.RecordCourse.as_view(), name="record"),
    path("goi-y-nguoi/", enrolling.PersonSuggestions.as_view(), name="suggest"),
    path("<int:pk>/", reading.CourseRecord.as_view(), name="detail"),
    path("<int:pk>/sua/", keeping.CorrectCourse.as_view(), name="correct"),
    path("<int:pk>/bo/", keeping.RemoveCourse.as_view(), name="remove"),
    path("<int:pk>/them-hoc-vien/", enrolling.Enroll.as_view(), name="enroll"),
    path("hoc-vien/", reading.LearnerList.as_view(), name="learners"),
    path("hoc-vien/<int:pk>/", reading.LearnerRecord.as_view(), name="learner"),
    path("hoc-vien/<int:pk>/sua/", enrolling.CorrectLearner.as_view(), name="correct-learner"),
    path("hoc-vien/<int:pk>/bo/", enrolling.RemoveLearner.as_view(), name="remove-learner"),
]
