# The same program, held to as many runs as the state machine starts; a backfill of a week takes nothing from the nightly run.
resource "aws_lambda_function" "machine" {
  function_name                  = "log-archiver-machine"
  filename                       = local.zip
  source_code_hash               = filebase64sha256(local.zip)
  handler                        = "LogArchiver.Function"
  runtime                        = var.runtime
  architectures                  = ["arm64"]
  memory_size                    = 512
  timeout                        = 900
  role                           = aws_iam_role.function.arn
  reserved_concurrent_executions = var.reserve_concurrency ? var.backfill_concurrency : -1

  ephemeral_storage { size = 2048 }
  logging_config {
    log_format            = "JSON"
    application_log_level = "INFO"
    system_log_level      = "WARN"
    log_group             = aws_cloudwatch_log_group.function.name
  }
  environment {
    variables = merge(local.settings, { LOGARCHIVER_CONCURRENCY = tostring(var.backfill_concurrency) })
  }
  depends_on = [aws_iam_role_policy.function]
}

data "aws_iam_policy_document" "machine" {
  statement {
    sid       = "CallTheFunction"
    actions   = ["lambda:InvokeFunction"]
    resources = [aws_lambda_function.machine.arn]
  }
  # Lists to work through, and results: never the archive itself.
  statement {
    sid       = "KeepTheBooksOfRuns"
    actions   = ["s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"]
    resources = ["${aws_s3_bucket.archive.arn}/${var.prefix}_runs/*"]
  }
  # Each item of a Distributed Map is an execution of the same machine.
  statement {
    sid       = "StartItsParts"
    actions   = ["states:StartExecution"]
    resources = ["${local.states}:stateMachine:log-archiver"]
  }
  statement {
    sid       = "FollowItsParts"
    actions   = ["states:DescribeExecution", "states:StopExecution"]
    resources = ["${local.states}:execution:log-archiver:*", "${local.states}:execution:log-archiver/Days:*"]
  }
  # These name no single resource; Step Functions asks for all of them wherever it logs.
  statement {
    sid = "DeliverItsLog"
    actions = [
      "logs:CreateLogDelivery", "logs:DeleteLogDelivery", "logs:DescribeLogGroups", "logs:DescribeResourcePolicies", "logs:GetLogDelivery",
      "logs:ListLogDeliveries", "logs:PutResourcePolicy", "logs:UpdateLogDelivery",
    ]
    resources = ["*"]
  }
}

resource "aws_iam_role" "machine" {
  name_prefix        = "log-archiver-machine-"
  assume_role_policy = data.aws_iam_policy_document.trust["states"].json
}

resource "aws_iam_role_policy" "machine" {
  role   = aws_iam_role.machine.id
  policy = data.aws_iam_policy_document.machine.json
}

resource "aws_cloudwatch_log_group" "machine" {
  name              = "/aws/vendedlogs/states/log-archiver"
  retention_in_days = 30
}

resource "aws_sfn_state_machine" "archive" {
  name     = "log-archiver"
  role_arn = aws_iam_role.machine.arn
  definition = templatefile("${path.module}/../../statemachine/archive.asl.json", {
    Partition   = data.aws_partition.this.partition
    FunctionArn = aws_lambda_function.machine.arn
  })
  logging_configuration {
    level                  = "ERROR"
    include_execution_data = false
    log_destination        = "${aws_cloudwatch_log_group.machine.arn}:*"
  }
  depends_on = [aws_iam_role_policy.machine]
}
