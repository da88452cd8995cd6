# How far listeners agree with each other and with themselves; intervals by resampling.

DRAWS <- 1000

# A percentile interval from whole groups drawn with replacement.
resampled <- function(groups, statistic) {
  set.seed(1)
  draws <- replicate(DRAWS, statistic(groups[sample(length(groups), replace = TRUE)]))
  c(low = quantile(draws, alpha / 2, na.rm = TRUE)[[1]], high = quantile(draws, 1 - alpha / 2, na.rm = TRUE)[[1]])
}

# Pearson's correlation with an interval over whole participants; pairs has x and y.
resampled_correlation <- function(pairs, participant) {
  of <- function(rows) suppressWarnings(cor(pairs$x[rows], pairs$y[rows]))
  resampled(split(seq_len(nrow(pairs)), participant), function(groups) of(unlist(groups, use.names = FALSE)))
}

# ICC(2,1) and ICC(2,k) of the listeners who rated every clip.
iccs <- function(one) {
  table <- tapply(one$models$rating, list(one$models$stimulus, one$models$participant), mean)
  table <- table[, colSums(is.na(table)) == 0, drop = FALSE]
  if (ncol(table) < 2 || nrow(table) < 2) return(invisible())
  values <- icc(table)
  add(one$at("ICC(2,1)"), values$single)
  add(one$at("ICC(2,k)"), values$mean)
}

# Two-way random effects, absolute agreement (McGraw & Wong 1996, with their intervals).
icc <- function(table) {
  n <- nrow(table)
  k <- ncol(table)
  grand <- mean(table)
  b <- k * sum((rowMeans(table) - grand)^2) / (n - 1)
  j <- n * sum((colMeans(table) - grand)^2) / (k - 1)
  e <- sum((table - outer(rowMeans(table), colMeans(table), `+`) + grand)^2) / ((n - 1) * (k - 1))
  one <- (b - e) / (b + (k - 1) * e + k * (j - e) / n)
  inner <- n * (1 + (k - 1) * one) - k * one
  df <- (k - 1) * (n - 1) * (k * one * j / e + inner)^2 / ((n - 1) * k^2 * one^2 * (j / e)^2 + inner^2)
  high <- qf((1 + level) / 2, n - 1, df)
  low <- qf((1 + level) / 2, df, n - 1)
  rest <- k * j + (k * n - k - n) * e
  bounds <- c(low = n * (b - high * e) / (high * rest + n * b), high = n * (low * b - e) / (rest + n * low * b))
  list(single = c(value = one, bounds), mean = c(value = (b - e) / (b + (j - e) / n), k * bounds / (1 + bounds * (k - 1))))
}

# Krippendorff's ordinal alpha; clips are resampled.
agreement_alpha <- function(one) {
  units <- Filter(function(u) length(u) > 1, split(one$models$rating, one$models$stimulus))
  if (length(unique(unlist(units))) < 2) return(invisible())
  add(one$at("alpha"), value = krippendorff(units), resampled(units, krippendorff))
}

# Two values are apart by the values given between them. On the scale of mid-ranks that is their
# difference, and the squared differences of a sample are its size times its sum of squares.
krippendorff <- function(units) {
  ranks <- rank(unlist(units, use.names = FALSE))
  of_unit <- rep(seq_along(units), lengths(units))
  squares <- function(x) length(x) * sum((x - mean(x))^2)
  inside <- tapply(ranks, of_unit, function(x) squares(x) / (length(x) - 1))
  1 - (length(ranks) - 1) * sum(inside) / squares(ranks)
}

# First against repeated ratings; listeners are resampled.
retest <- function(one) {
  both <- merge(one$rows, one$repeats, by = c("participant", "stimulus"))
  if (!nrow(both)) return(invisible())
  shift <- both$rating.y - both$rating.x
  pairs <- data.frame(x = both$rating.x, y = both$rating.y)
  add(one$at("retest"), pairs = nrow(both), correlation = suppressWarnings(cor(pairs$x, pairs$y)), equal = mean(shift == 0),
      measurementError = sqrt(mean(shift^2) / 2), resampled_correlation(pairs, both$participant))
}

# Two dimensions: over clips, and over listeners within clips.
between_dimensions <- function(pair) {
  rows <- models_of(main)
  both <- merge(rows[rows$dimension == pair[1], ], rows[rows$dimension == pair[2], ], by = c("participant", "stimulus"))
  if (!nrow(both)) return(invisible())
  centre <- function(x) x - ave(x, both$stimulus)
  within <- data.frame(x = centre(both$rating.x), y = centre(both$rating.y))
  of_clips <- cor(tapply(both$rating.x, both$stimulus, mean), tapply(both$rating.y, both$stimulus, mean))
  add(paste0("correlation/", pair_name(pair)), pairs = nrow(both), within = cor(within$x, within$y),
      between = of_clips, resampled_correlation(within, both$participant))
}
