# Twenty random unbalanced data sets for the mixed models: missing cells, ties, conditions without
# a true difference, 2 to 6 conditions, 5 to 60 participants, integers 0..5. Seeded: same every run.
simulate_set <- function(index) {
  set.seed(7000 + index)
  plans <- list(
    # conditions, participants, stimuli a condition, share kept, sd: participant, p:condition, stimulus, residual, effect
    c(3, 20,  8, 0.90, 0.6, 0.5, 0.5, 1.0, 0.5), c(2,  5,  4, 0.95, 0.5, 0.4, 0.4, 0.8, 0.5),
    c(6, 12,  5, 0.60, 0.7, 0.5, 0.6, 0.9, 0.4), c(4, 60,  6, 0.40, 0.5, 0.6, 0.4, 1.0, 0.0),
    c(3, 45, 10, 0.80, 0.6, 0.5, 0.5, 1.0, 0.3), c(2, 30, 12, 0.50, 0.4, 0.5, 0.3, 1.2, 0.6),
    c(5,  8,  3, 0.85, 0.8, 0.3, 0.7, 0.7, 0.0), c(3, 10,  6, 0.70, 0.9, 0.0, 0.5, 1.0, 0.4),
    c(4, 15,  4, 0.90, 0.5, 0.5, 0.0, 1.1, 0.5), c(2, 25,  5, 0.75, 0.0, 0.6, 0.5, 0.9, 0.2),
    c(3, 40,  7, 0.35, 0.6, 0.7, 0.4, 1.0, 0.8), c(6, 20,  4, 0.95, 0.4, 0.4, 0.8, 0.8, 0.3),
    c(3,  6, 10, 0.90, 0.7, 0.6, 0.6, 1.0, 0.0), c(4, 35,  5, 0.65, 1.0, 0.8, 0.6, 1.3, 0.5),
    c(5, 50,  4, 0.50, 0.5, 0.5, 0.5, 0.9, 0.4), c(2, 12,  9, 0.80, 0.0, 0.0, 0.0, 1.2, 0.0),
    c(3, 18, 12, 0.55, 0.8, 0.9, 0.3, 0.8, 0.6), c(4,  9,  7, 0.75, 0.6, 0.4, 0.7, 1.0, 0.2),
    c(3, 30,  5, 0.90, 0.5, 0.8, 0.9, 0.6, 1.0), c(6, 55,  3, 0.70, 0.6, 0.5, 0.4, 1.0, 0.3)
  )
  p <- plans[[index]]
  M <- p[1]; L <- p[2]; K <- p[3]
  d <- expand.grid(stimulus = seq_len(M * K), participant = seq_len(L))
  d$condition <- (d$stimulus - 1) %/% K + 1
  effect <- p[9] * (seq_len(M) - (M + 1) / 2)
  listener <- rnorm(L, 0, p[5]); lm <- matrix(rnorm(L * M, 0, p[6]), L); stim <- rnorm(M * K, 0, p[7])
  y <- 2.5 + effect[d$condition] + listener[d$participant] + lm[cbind(d$participant, d$condition)] +
    stim[d$stimulus] + rnorm(nrow(d), 0, p[8])
  d$rating <- pmin(5, pmax(0, round(y)))
  # missing cells: ratings lost at random, and in every third set one participant never met one condition
  # two sets hold a condition whose every rating is the same
  if (index == 7) d$rating[d$condition == 5] <- 3
  if (index == 15) d$rating[d$condition == 5] <- 5
  keep <- runif(nrow(d)) < p[4]
  if (index %% 3 == 0) keep[d$participant == 1 & d$condition == M] <- FALSE
  d <- d[keep, ]
  d$participant <- sprintf("p%02d", d$participant)
  d$stimulus <- sprintf("s%02d", d$stimulus)
  d$condition <- sprintf("m%d", d$condition)
  rownames(d) <- NULL
  d[, c("participant", "stimulus", "condition", "rating")]
}

# The messages and warnings of a call, and its value.
watched <- function(expr) {
  said <- character(0)
  value <- withCallingHandlers(
    tryCatch(expr, error = function(e) { said <<- c(said, paste("error:", conditionMessage(e))); NULL }),
    warning = function(w) { said <<- c(said, conditionMessage(w)); invokeRestart("muffleWarning") },
    message = function(m) { said <<- c(said, trimws(conditionMessage(m))); invokeRestart("muffleMessage") }
  )
  list(value = value, said = said)
}
