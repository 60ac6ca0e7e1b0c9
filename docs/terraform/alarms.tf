# What each means and what to do: "Alarms" in docs/operations.md. Why they are made so: docs/decisions/0014-deployment.md.

# A run by hand does not count, or it would hide a schedule that is dead.
resource "aws_cloudwatch_metric_alarm" "no_successful_run" {
  alarm_name          = "log-archiver-no-successful-run"
  alarm_description   = "No scheduled run of LogArchiver has succeeded in 26 hours"
  namespace           = "LogArchiver"
  metric_name         = "ScheduledRunsSucceeded"
  dimensions          = { FunctionName = aws_lambda_function.archive.function_name }
  statistic           = "Sum"
  period              = 3600
  evaluation_periods  = 26
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  treat_missing_data  = "breaching"
  alarm_actions       = var.alarm_topic_arns
  ok_actions          = var.alarm_topic_arns
}

# What Lambda counts as errors, without the pauses that are meant to be.
resource "aws_cloudwatch_metric_alarm" "errors" {
  alarm_name          = "log-archiver-errors"
  alarm_description   = "An invocation of LogArchiver failed, crashed, or ran out of time or memory, and no later attempt has made up for it so far"
  evaluation_periods  = 30
  datapoints_to_alarm = 20
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topic_arns

  metric_query {
    id          = "unplanned"
    label       = "Invocations that failed and did not pause"
    expression  = "FILL(errors - paused, REPEAT)"
    return_data = true
  }
  metric_query {
    id = "errors"
    metric {
      namespace   = "AWS/Lambda"
      metric_name = "Errors"
      dimensions  = { FunctionName = aws_lambda_function.archive.function_name }
      stat        = "Sum"
      period      = 60
    }
  }
  metric_query {
    id = "paused"
    metric {
      namespace   = "LogArchiver"
      metric_name = "RunsPaused"
      dimensions  = { FunctionName = aws_lambda_function.archive.function_name }
      stat        = "Sum"
      period      = 60
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "days_failed" {
  alarm_name          = "log-archiver-days-failed"
  alarm_description   = "At least one day could not be archived; the function's log names each"
  namespace           = "LogArchiver"
  metric_name         = "DaysFailed"
  dimensions          = { FunctionName = aws_lambda_function.archive.function_name }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 6
  datapoints_to_alarm = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topic_arns
}

resource "aws_cloudwatch_metric_alarm" "days_paused" {
  alarm_name          = "log-archiver-days-paused"
  alarm_description   = "A day is not finished after three invocations in a row; how far it got is saved"
  namespace           = "LogArchiver"
  metric_name         = "DaysPaused"
  dimensions          = { FunctionName = aws_lambda_function.archive.function_name }
  statistic           = "Sum"
  period              = 900
  evaluation_periods  = 6
  datapoints_to_alarm = 3
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topic_arns
}

resource "aws_cloudwatch_metric_alarm" "given_up" {
  alarm_name          = "log-archiver-given-up"
  alarm_description   = "A run of LogArchiver was given up; its payload is in the queue"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateNumberOfMessagesVisible"
  dimensions          = { QueueName = aws_sqs_queue.given_up.name }
  statistic           = "Maximum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topic_arns
}

resource "aws_cloudwatch_metric_alarm" "machine_failed" {
  alarm_name          = "log-archiver-machine-failed"
  alarm_description   = "An execution of the state machine of LogArchiver failed, timed out or was stopped"
  evaluation_periods  = 3
  datapoints_to_alarm = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topic_arns

  metric_query {
    id          = "ended"
    label       = "Executions that ended without success"
    expression  = "failed + timedout + aborted"
    return_data = true
  }
  dynamic "metric_query" {
    for_each = { failed = "ExecutionsFailed", timedout = "ExecutionsTimedOut", aborted = "ExecutionsAborted" }
    content {
      id = metric_query.key
      metric {
        namespace   = "AWS/States"
        metric_name = metric_query.value
        dimensions  = { StateMachineArn = aws_sfn_state_machine.archive.arn }
        stat        = "Sum"
        period      = 300
      }
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "machine_errors" {
  alarm_name          = "log-archiver-machine-errors"
  alarm_description   = "The days of a backfill fail, one after another"
  evaluation_periods  = 12
  datapoints_to_alarm = 3
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topic_arns

  metric_query {
    id          = "unplanned"
    label       = "Invocations that failed and did not pause"
    expression  = "errors - paused"
    return_data = true
  }
  dynamic "metric_query" {
    for_each = { errors = ["AWS/Lambda", "Errors"], paused = ["LogArchiver", "RunsPaused"] }
    content {
      id = metric_query.key
      metric {
        namespace   = metric_query.value[0]
        metric_name = metric_query.value[1]
        dimensions  = { FunctionName = aws_lambda_function.machine.function_name }
        stat        = "Sum"
        period      = 300
      }
    }
  }
}
