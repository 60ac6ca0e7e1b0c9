# LogArchiver with Terraform: the package of scripts/package.sh, and around it what template.yaml makes for others.
# A complete example to copy and change; docs/operations.md tells how to run it.

terraform {
  required_version = ">= 1.5"
  required_providers {
    # One that knows the runtime dotnet10: 5.100 does not yet.
    aws = { source = "hashicorp/aws", version = ">= 5.100" }
  }
}

variable "zip" {
  description = "The package that scripts/package.sh makes"
  type        = string
  default     = "../../artifacts/LogArchiver.Function.zip"
}

variable "log_groups" {
  description = "Log groups to archive: names or globs"
  type        = list(string)
  default     = ["*"]
}

variable "time_zone" {
  description = "IANA time zone whose midnights cut the days"
  type        = string
  default     = "UTC"
}

variable "prefix" {
  description = "What every key begins with: nothing, or a path such as logs/ that ends in /"
  type        = string
  default     = ""
}

variable "runtime" {
  type    = string
  default = "dotnet10"
}

data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}
data "aws_region" "this" {}

# ---- The bucket ------------------------------------------------------------------------------------------------------------------

resource "aws_s3_bucket" "archive" {
  bucket_prefix = "log-archive-"
  # The archive outlives the program that wrote it.
  lifecycle { prevent_destroy = true }
}

resource "aws_s3_bucket_public_access_block" "archive" {
  bucket                  = aws_s3_bucket.archive.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_versioning" "archive" {
  bucket = aws_s3_bucket.archive.id
  versioning_configuration { status = "Enabled" }
}

resource "aws_s3_bucket_lifecycle_configuration" "archive" {
  bucket = aws_s3_bucket.archive.id

  # What a killed process left behind would be paid for, and never seen in a listing.
  rule {
    id     = "AbortIncompleteMultipartUploads"
    status = "Enabled"
    filter { prefix = "" }
    abort_incomplete_multipart_upload { days_after_initiation = 7 }
  }
  rule {
    id     = "ForgetCheckpoints"
    status = "Enabled"
    filter { prefix = "${var.prefix}_checkpoints/" }
    expiration { days = 8 }
    noncurrent_version_expiration { noncurrent_days = 1 }
  }
  rule {
    id     = "ForgetOldVersions"
    status = "Enabled"
    filter { prefix = "" }
    noncurrent_version_expiration { noncurrent_days = 30 }
  }
  # Files only, not the manifests; S3 leaves what is below 128 KB where it is.
  rule {
    id     = "MoveFiles"
    status = "Enabled"
    filter { prefix = "${var.prefix}group=" }
    transition {
      days          = 90
      storage_class = "GLACIER_IR"
    }
  }
}

data "aws_iam_policy_document" "bucket" {
  statement {
    sid       = "RefuseWhatIsNotEncryptedOnTheWay"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.archive.arn, "${aws_s3_bucket.archive.arn}/*"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_s3_bucket_policy" "archive" {
  bucket = aws_s3_bucket.archive.id
  policy = data.aws_iam_policy_document.bucket.json
}

# ---- The function ----------------------------------------------------------------------------------------------------------------

data "aws_iam_policy_document" "function" {
  statement {
    sid       = "FindLogGroups"
    actions   = ["logs:DescribeLogGroups", "logs:ListLogGroups"]
    resources = ["*"]
  }
  statement {
    sid       = "ReadLogs"
    actions   = ["logs:DescribeLogStreams", "logs:FilterLogEvents", "logs:GetLogEvents", "logs:ListTagsForResource"]
    resources = ["arn:${data.aws_partition.this.partition}:logs:${data.aws_region.this.name}:${data.aws_caller_identity.this.account_id}:log-group:*"]
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
  for_each = toset(["lambda", "scheduler"])
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

resource "aws_lambda_function" "archive" {
  function_name    = "log-archiver"
  filename         = var.zip
  source_code_hash = filebase64sha256(var.zip)
  # No colon: the managed runtime runs LogArchiver.Function.dll as the program it is.
  handler       = "LogArchiver.Function"
  runtime       = var.runtime
  architectures = ["arm64"]
  memory_size   = 512
  timeout       = 900
  role          = aws_iam_role.function.arn
  # Leave it out in a new account, whose concurrency limit is too low to reserve from.
  reserved_concurrent_executions = 4

  ephemeral_storage { size = 2048 }
  logging_config {
    log_format            = "JSON"
    application_log_level = "INFO"
    system_log_level      = "WARN"
    log_group             = aws_cloudwatch_log_group.function.name
  }
  environment {
    variables = {
      LOGARCHIVER_BUCKET     = aws_s3_bucket.archive.bucket
      LOGARCHIVER_PREFIX     = var.prefix
      LOGARCHIVER_LOG_GROUPS = join(",", var.log_groups)
      LOGARCHIVER_TIME_ZONE  = var.time_zone
      MALLOC_ARENA_MAX       = "1"
      MALLOC_TRIM_THRESHOLD_ = "65536"
    }
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

# ---- The schedule ----------------------------------------------------------------------------------------------------------------

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

# ---- The alarms; add alarm_actions of your own --------------------------------------------------------------------------------------

resource "aws_cloudwatch_metric_alarm" "no_successful_run" {
  alarm_name          = "log-archiver-no-successful-run"
  alarm_description   = "No run of LogArchiver has succeeded in 26 hours"
  namespace           = "LogArchiver"
  metric_name         = "RunsSucceeded"
  dimensions          = { FunctionName = aws_lambda_function.archive.function_name }
  statistic           = "Sum"
  period              = 3600
  evaluation_periods  = 26
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  treat_missing_data  = "breaching"
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
}

output "bucket" {
  value = aws_s3_bucket.archive.bucket
}

output "function" {
  value = aws_lambda_function.archive.function_name
}
