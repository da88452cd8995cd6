# Friedman's and Wilcoxon's tests on the listeners' scores.

EXACT_UP_TO <- 25 # pairs

# Sums (means where counts differ) by listener and condition, of those who rated every one.
scores <- function(one) {
  who <- list(factor(one$models$participant), factor(one$models$condition, one$conditions))
  counts <- table(who[[1]], who[[2]])
  full <- rownames(counts)[apply(counts > 0, 1, all)]
  equal <- all(apply(counts[full, , drop = FALSE], 1, function(x) length(unique(x)) == 1))
  round(tapply(one$models$rating, who, if (equal) sum else mean)[full, , drop = FALSE], 9)
}

friedman <- function(one) {
  table <- scores(one)
  n <- nrow(table)
  k <- ncol(table)
  if (n < 2 || k < 2) return(invisible())
  test <- friedman.test(table)
  x <- unname(test$statistic)
  if (!is.finite(x)) return(invisible())
  rest <- n * (k - 1) - x
  f <- if (rest > 1e-9) (n - 1) * x / rest else Inf
  add(one$at("ranks/friedman"), chiSquare = x, p = test$p.value, w = x / (n * (k - 1)), imanDavenportF = f,
      imanDavenportP = pf(f, k - 1, (n - 1) * (k - 1), lower.tail = FALSE))
}

signed_ranks <- function(one) {
  table <- scores(one)
  if (nrow(table) < 2 || ncol(table) < 2) return(invisible())
  pairs <- pairs_of(one$conditions)
  tests <- lapply(pairs, function(pair) wilcoxon(table[, pair[1]] - table[, pair[2]]))
  adjusted <- holm(tests)
  for (i in seq_along(pairs)) add(one$at("ranks", pair_name(pairs[[i]])), tests[[i]], holm = adjusted[i])
}

# Zeros are dropped; exact by all sign patterns up to 25 pairs, ties or not, else normal.
wilcoxon <- function(differences) {
  d <- round(differences, 9)
  zeros <- sum(d == 0)
  d <- d[d != 0]
  if (!length(d)) return(c(p = 1))
  ranks <- rank(abs(d))
  plus <- sum(ranks[d > 0])
  p <- if (length(d) <= EXACT_UP_TO) exact_p(ranks, plus) else wilcox.test(d, exact = FALSE, correct = TRUE)$p.value
  c(wPlus = plus, zeros = zeros, p = p)
}

# wilcox.test gives no exact p with ties: the number of sign patterns with each sum of doubled ranks.
exact_p <- function(ranks, plus) {
  ways <- 1
  for (rank in round(2 * ranks)) ways <- c(ways, numeric(rank)) + c(numeric(rank), ways)
  at <- round(2 * plus) + 1
  min(1, 2 * min(sum(ways[1:at]), sum(ways[at:length(ways)])) / sum(ways))
}
