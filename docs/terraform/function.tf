data "aws_iam_policy_document" "function" {
  statement {
    sid       = "FindLogGroups"
    actions   = ["logs:DescribeLogGroups", "logs:ListLogGroups"]
    resources = ["*"]
  }
  statement {
    sid       = "ReadLogs"
    actions   = ["logs:DescribeLogStreams", "logs:FilterLogEvents", "logs:GetLogEvents", "logs:ListTagsForResource"]
    resources = ["${local.logs}:log-group:*"]
  }
  statement {
    sid       = "LookIntoTheBucket"
    actions   = ["s3:ListBucket", "s3:ListBucketMultipartUploads"]
    resources = [aws_s3_bucket.archive.arn]
  }
  statement {
    sid       = "WriteTheArchive"
    actions   = ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"]
    resources = ["${aws_s3_bucket.archive.arn}/${var.prefix}*"]
  }
  statement {
    sid       = "ClearCheckpoints"
    actions   = ["s3:DeleteObject"]
    resources = ["${aws_s3_bucket.archive.arn}/${var.prefix}_checkpoints/*"]
  }
  dynamic "statement" {
    for_each = var.set_retention_days == null ? [] : [1]
    content {
      sid       = "SetRetention"
      actions   = ["logs:PutRetentionPolicy"]
      resources = ["${local.logs}:log-group:*"]
    }
  }
  # Lambda's, which acts with this role: the function's own log, and runs that it gives up.
  statement {
    sid       = "SayWhatWasDone"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.function.arn}:*"]
  }
  statement {
    sid       = "PutAwayWhatFailed"
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.given_up.arn]
  }
}

data "aws_iam_policy_document" "trust" {
  for_each = toset(["lambda", "scheduler", "states"])
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["${each.key}.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "function" {
  name_prefix        = "log-archiver-"
  assume_role_policy = data.aws_iam_policy_document.trust["lambda"].json
}

resource "aws_iam_role_policy" "function" {
  role   = aws_iam_role.function.id
  policy = data.aws_iam_policy_document.function.json
}

resource "aws_cloudwatch_log_group" "function" {
  name              = "/log-archiver"
  retention_in_days = 30
}

resource "aws_sqs_queue" "given_up" {
  name_prefix               = "log-archiver-given-up-"
  message_retention_seconds = 1209600
}

locals {
  settings = merge(
    {
      LOGARCHIVER_BUCKET     = aws_s3_bucket.archive.bucket
      LOGARCHIVER_PREFIX     = var.prefix
      LOGARCHIVER_LOG_GROUPS = join(",", var.log_groups)
      LOGARCHIVER_TIME_ZONE  = var.time_zone
      MALLOC_ARENA_MAX       = "1"
      MALLOC_TRIM_THRESHOLD_ = "65536"
    },
    var.set_retention_days == null ? {} : {
      LOGARCHIVER_SET_RETENTION_DAYS = tostring(var.set_retention_days)
    },
  )
}

resource "aws_lambda_function" "archive" {
  function_name    = "log-archiver"
  filename         = local.zip
  source_code_hash = filebase64sha256(local.zip)
  # No colon: the managed runtime runs LogArchiver.Function.dll as the program it is.
  handler       = "LogArchiver.Function"
  runtime       = var.runtime
  architectures = ["arm64"]
  memory_size   = 512
  timeout       = 900
  role          = aws_iam_role.function.arn
  # The nightly run, and one by hand beside it; -1 reserves nothing.
  reserved_concurrent_executions = var.reserve_concurrency ? 2 : -1

  ephemeral_storage { size = 2048 }
  logging_config {
    log_format            = "JSON"
    application_log_level = "INFO"
    system_log_level      = "WARN"
    log_group             = aws_cloudwatch_log_group.function.name
  }
  environment {
    variables = local.settings
  }
  depends_on = [aws_iam_role_policy.function]
}

resource "aws_lambda_function_event_invoke_config" "archive" {
  function_name                = aws_lambda_function.archive.function_name
  maximum_retry_attempts       = 2
  maximum_event_age_in_seconds = 21600
  destination_config {
    on_failure { destination = aws_sqs_queue.given_up.arn }
  }
}
