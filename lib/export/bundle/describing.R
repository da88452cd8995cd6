# Means and spread, and the usual tests that leave listeners or clips out of account.

describe <- function(one) {
  of <- function(at, x, ...) add(at, n = length(x), mean = mean(x), sd = sd(x), ...)
  for (name in unique(one$rows$condition)) {
    x <- one$rows$rating[one$rows$condition == name]
    of(one$at("describe", name), x, median = median(x))
  }
  for (name in unique(one$rows$stimulus)) of(one$at("stimulus", name), one$rows$rating[one$rows$stimulus == name])
}

test_values <- function(test, estimate) {
  c(estimate = unname(estimate), p = test$p.value, low = test$conf.int[1], high = test$conf.int[2])
}

# Every rating as if it came from another listener.
pooled_tests <- function(one) {
  if (length(one$conditions) < 2) return(invisible())
  omnibus <- summary(aov(rating ~ condition, one$models))[[1]]
  add(one$at("pooled/omnibus"), f = omnibus[1, "F value"], df2 = omnibus[2, "Df"], p = omnibus[1, "Pr(>F)"])
  by <- split(one$models$rating, one$models$condition)
  for (pair in pairs_of(one$conditions)) {
    x <- by[[pair[1]]]
    y <- by[[pair[2]]]
    if (min(length(x), length(y)) < 2 || var(x) + var(y) == 0) next
    add(one$at("pooled", pair_name(pair)), test_values(t.test(x, y, conf.level = level), mean(x) - mean(y)))
  }
}

# The listeners' own means, paired.
paired_tests <- function(one) {
  means <- tapply(one$models$rating, list(one$models$participant, one$models$condition), mean)
  for (pair in pairs_of(one$conditions)) {
    x <- na.omit(means[, pair[1]] - means[, pair[2]])
    if (length(x) > 1 && sd(x) > 0) {
      add(one$at("paired", pair_name(pair)), test_values(t.test(x, conf.level = level), mean(x)))
    }
  }
}

# Of yes/no scales: d' and criterion with the log-linear correction.
d_primes <- function(one) {
  if (length(unique(one$rows$rating)) != 2 || !("human" %in% one$rows$condition)) return(invisible())
  z <- function(name) {
    yes <- one$rows$rating[one$rows$condition == name] == max(one$rows$rating)
    qnorm((sum(yes) + 0.5) / (length(yes) + 1))
  }
  for (name in setdiff(one$conditions, "human")) {
    add(one$at("dprime", pair_name(c("human", name))), dPrime = z("human") - z(name), criterion = -(z("human") + z(name)) / 2)
  }
}
