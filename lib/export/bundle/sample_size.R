# Power of the crossed design from the variances found, and how many listeners and clips it takes.

# What this study could find: smallest detectable difference, and numbers for 80 % power.
power_numbers <- function(one) {
  gap <- number_setting(paste("difference", one$name))
  fit <- pooled_fit(one)
  if (is.na(gap) || is.null(fit)) return(invisible())
  design <- design_of(one, variances_of(fit))
  found_at <- precision(design)
  high <- 4 * found_at[["se"]]
  while (power_of(design, high) < 0.8) high <- 2 * high
  detectable <- uniroot(function(x) power_of(design, x) - 0.8, c(1e-9, high), tol = 1e-10)$root
  floor <- qt(1 - alpha / 2, design$M * (design$K - 1)) * sqrt(2 * design$c / design$K)
  add(one$at("power"),
      difference = gap, power = power_of(design, gap), halfWidth = found_at[["half"]], detectable = detectable,
      floor = floor, participants = needed_participants(design, gap), stimuli = needed_stimuli(design, gap))
}

# M models, L listeners, K clips a model of which each hears k; variances lm, c and e.
design_of <- function(one, variances) {
  of <- function(name) sum(variances[names(variances) == name])
  m <- one$models
  M <- length(one$conditions)
  L <- length(unique(m$participant))
  K <- max(2, floor(length(unique(m$stimulus)) / M + 0.5))
  k <- min(K, max(1, floor(10 * nrow(m) / (L * M) + 0.5) / 10))
  list(M = M, L = L, K = K, k = k, lm = of("participant:condition"), c = of("stimulus") + of("run"), e = of("residual"))
}

# Standard error of a difference, its degrees of freedom, half the interval's width.
precision <- function(g) {
  clips <- g$e + g$L * g$k / g$K * g$c
  listeners <- g$e + g$k * g$lm
  total <- clips + listeners - g$e
  rest <- max(1, g$M * (g$L * g$k - g$K - g$L + 1))
  df <- total^2 / (clips^2 / (g$M * (g$K - 1)) + listeners^2 / ((g$L - 1) * (g$M - 1)) + g$e^2 / rest)
  se <- sqrt(2 / (g$L * g$k) * total)
  c(se = se, df = df, half = qt(1 - alpha / 2, df) * se)
}

power_of <- function(design, gap) {
  s <- precision(design)
  t <- qt(1 - alpha / 2, s[["df"]])
  shift <- abs(gap) / s[["se"]]
  suppressWarnings(pt(t, s[["df"]], shift, lower.tail = FALSE) + pt(-t, s[["df"]], shift))
}

needed_participants <- function(design, gap) {
  smallest(2, 100000, function(n) power_of(modifyList(design, list(L = n)), gap) >= 0.8)
}

needed_stimuli <- function(design, gap) {
  all_heard <- design$k == design$K
  wide <- function(n) modifyList(design, list(K = n, k = if (all_heard) n else design$k))
  smallest(if (all_heard) 2 else max(2, ceiling(design$k)), 2000, function(n) power_of(wide(n), gap) >= 0.8)
}

# The smallest whole number that is enough; NULL where not even `high` is.
smallest <- function(low, high, enough) {
  if (!enough(high)) return(NULL)
  low <- low - 1
  while (high - low > 1) {
    middle <- (low + high) %/% 2
    if (enough(middle)) high <- middle else low <- middle
  }
  high
}
