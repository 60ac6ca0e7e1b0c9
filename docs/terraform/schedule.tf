data "aws_iam_policy_document" "schedule" {
  statement {
    actions   = ["lambda:InvokeFunction"]
    resources = [aws_lambda_function.archive.arn]
  }
  statement {
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.given_up.arn]
  }
}

resource "aws_iam_role" "schedule" {
  name_prefix        = "log-archiver-schedule-"
  assume_role_policy = data.aws_iam_policy_document.trust["scheduler"].json
}

resource "aws_iam_role_policy" "schedule" {
  role   = aws_iam_role.schedule.id
  policy = data.aws_iam_policy_document.schedule.json
}

resource "aws_scheduler_schedule" "daily" {
  name_prefix                  = "log-archiver-"
  schedule_expression          = "cron(15 2 * * ? *)"
  schedule_expression_timezone = "UTC"
  flexible_time_window {
    mode                      = "FLEXIBLE"
    maximum_window_in_minutes = 15
  }
  target {
    arn      = aws_lambda_function.archive.arn
    role_arn = aws_iam_role.schedule.arn
    # Not jsonencode, which writes < and > as escapes: Scheduler looks for the name as it stands.
    input = "{\"scheduledTime\": \"<aws.scheduler.scheduled-time>\"}"
    retry_policy {
      maximum_retry_attempts       = 10
      maximum_event_age_in_seconds = 21600
    }
    dead_letter_config { arn = aws_sqs_queue.given_up.arn }
  }
}
