# LogArchiver with Terraform: the package of scripts/package.sh, and around it what template.yaml makes for others. A complete example to copy and
# change, or to use as a module; docs/operations.md tells how to run it.
#
#   main.tf      what you choose               schedule.tf   when it runs
#   bucket.tf    where the archive lies        machine.tf    the state machine for backfills
#   function.tf  what reads and writes it      alarms.tf     who hears of it
#
# Left out, against the template: a bucket or a KMS key that you have already, Object Lock, expiry, infrequent-access groups through export tasks,
# linked accounts, the dashboard, Athena's tables and queries. Tags, filters and other settings of the README are environment variables:
# add them in function.tf.

terraform {
  required_version = ">= 1.5"
  required_providers {
    # One that knows the runtime dotnet10: 5.100 does not yet.
    aws = { source = "hashicorp/aws", version = ">= 5.100" }
  }
}

variable "zip" {
  description = "The package that scripts/package.sh makes; without one, it is looked for where that puts it"
  type        = string
  default     = null
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
  validation {
    condition     = can(regex("^$|^[A-Za-z0-9][A-Za-z0-9_.=/-]*/$", var.prefix))
    error_message = "It is empty, or letters, digits and _ . = - / that begin with a letter or digit and end in /."
  }
}

variable "set_retention_days" {
  description = "Retention to set on a log group once all its days are archived and settled, such as 30; null leaves the groups as they are"
  type        = number
  default     = null
}

variable "backfill_concurrency" {
  description = "How many days the state machine archives at once"
  type        = number
  default     = 4
  validation {
    condition     = var.backfill_concurrency >= 1 && var.backfill_concurrency <= 10
    error_message = "It is a number from 1 to 10."
  }
}

variable "reserve_concurrency" {
  description = "Whether Lambda keeps 2 runs free for the nightly function and backfill_concurrency for the state machine's; a new account's limit is too low for it"
  type        = bool
  default     = false
}

variable "alarm_topic_arns" {
  description = "SNS topics that alarms are sent to; none by default, and the alarms tell nobody"
  type        = list(string)
  default     = []
}

variable "runtime" {
  description = "Lambda's runtime; another one than dotnet10 only to try this out where that is not known"
  type        = string
  default     = "dotnet10"
}

data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}
data "aws_region" "this" {}

locals {
  zip    = coalesce(var.zip, "${path.module}/../../artifacts/LogArchiver.Function.zip")
  states = "arn:${data.aws_partition.this.partition}:states:${data.aws_region.this.name}:${data.aws_caller_identity.this.account_id}"
  logs   = "arn:${data.aws_partition.this.partition}:logs:${data.aws_region.this.name}:${data.aws_caller_identity.this.account_id}"
}

output "bucket" {
  value = aws_s3_bucket.archive.bucket
}

output "function" {
  value = aws_lambda_function.archive.function_name
}

output "state_machine" {
  value = aws_sfn_state_machine.archive.arn
}
