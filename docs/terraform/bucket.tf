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
    id     = "ForgetRuns"
    status = "Enabled"
    filter { prefix = "${var.prefix}_runs/" }
    expiration { days = 90 }
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
