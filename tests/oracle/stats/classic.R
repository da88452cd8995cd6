# Golden values of the classic tests and of models with shared items: Rscript classic.R OUTPUT.json
suppressPackageStartupMessages({ library(lmerTest); library(ordinal); library(jsonlite); library(psych) })
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "datasets.R"))
output <- commandArgs(TRUE)[1]
options(warn = -1)

wilcoxon <- lapply(1:8, function(i) {
  set.seed(100 + i)
  d <- switch(i, rnorm(9, .3), rnorm(25, .2), round(rnorm(12, .5), 1), sample(-3:4, 20, TRUE), rnorm(40, .1),
              sample(-2:3, 60, TRUE), rnorm(6, 1), c(rnorm(15, .4), 0, 0))
  # wilcox.test never is exact when zeros are present: they are dropped first
  z <- d[d != 0]
  exact <- length(z) <= 25 && !any(duplicated(abs(z)))
  w <- wilcox.test(z, exact = exact)
  g <- wilcox.test(z, alternative = "greater", exact = exact)
  ci <- if (i %in% c(1, 2, 7)) wilcox.test(d, conf.int = TRUE, exact = TRUE) else NULL
  list(d = d, V = unname(w$statistic), p = w$p.value, pGreater = g$p.value,
       interval = if (is.null(ci)) NULL else as.numeric(ci$conf.int), hl = if (is.null(ci)) NULL else unname(ci$estimate))
})

friedmans <- lapply(1:5, function(i) {
  set.seed(200 + i)
  t <- matrix(sample(0:6, 5 * (6 + 3 * i), TRUE), ncol = c(5, 5, 5, 5, 5)[i])
  f <- friedman.test(t)
  list(table = t, chi = unname(f$statistic), df = unname(f$parameter), p = f$p.value)
})

iccs <- lapply(1:4, function(i) {
  set.seed(300 + i)
  n <- 5 + 4 * i; k <- 2 + 2 * i
  t <- round(2.5 + rnorm(n) %o% rep(1, k) + rep(1, n) %o% rnorm(k, 0, .5) + rnorm(n * k, 0, .9), 1)
  r <- suppressMessages(ICC(t, lmer = FALSE)$results)
  list(table = t, value = r$ICC, low = r[["lower bound"]], high = r[["upper bound"]])
})

ts <- lapply(1:3, function(i) {
  set.seed(400 + i)
  a <- round(rnorm(12, .4), 2); b <- round(rnorm(9, 0, 2), 2)
  w <- t.test(a, b); p <- t.test(a[1:9], b, paired = TRUE)
  o <- oneway.test(y ~ g, data.frame(y = c(a, b, a + b[1]), g = factor(rep(1:3, c(12, 9, 12)))), var.equal = TRUE)
  list(a = a, b = b, welch = c(mean(a) - mean(b), w$stderr, w$parameter, w$p.value, w$conf.int),
       paired = c(p$estimate, p$stderr, p$parameter, p$p.value), F = unname(o$statistic), p = o$p.value)
})

grid <- expand.grid(t = c(-2.5, 0, 1, 2.2, 6), df = c(2.5, 9, 40.3), delta = c(-1, 0.4, 2.8, 5))
grid$value <- pt(grid$t, grid$df, grid$delta)
pw <- power.t.test(n = 23, delta = 0.6, sd = 1.1, sig.level = 0.05, strict = TRUE)$power

tails <- list(t = 2 * pt(-c(0.1, 3, 12, 40), c(1.5, 7.3, 22, 300)),
              f = pf(c(0.2, 3.3, 25, 300), c(1, 3, 4, 2), c(5, 11.9688, 60, 8.5), lower.tail = FALSE),
              chi = pchisq(c(0.3, 5.5, 30), c(1, 3, 6), lower.tail = FALSE),
              qt = qt(.975, c(1.2, 4, 11.97, 400)), qf = qf(.975, c(5, 2, 11), c(4.785, 30, 7)))

items <- lapply(1:3, function(i) {
  set.seed(500 + i)
  d <- expand.grid(item = 1:8, condition = 1:3, participant = 1:(10 + 4 * i))
  d$stimulus <- paste(d$item, d$condition)
  st <- rnorm(24, 0, .4); names(st) <- unique(d$stimulus)
  y <- 2.5 + .3 * d$condition + rnorm(8, 0, .7)[d$item] + st[d$stimulus] + rnorm(30, 0, .5)[d$participant] +
    rnorm(90, 0, .4)[d$participant + 30 * (d$condition - 1)] + rnorm(nrow(d), 0, .8)
  d$rating <- pmin(5, pmax(0, round(y)))
  d <- d[runif(nrow(d)) < .7, ]
  d$condition <- paste0("m", d$condition); d$participant <- paste0("p", d$participant); d$item <- paste0("i", d$item)
  fit <- lmer(rating ~ condition + (1 | participant) + (1 | participant:condition) + (1 | stimulus) + (1 | item), d,
              control = lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-9, maxfun = 20000), check.conv.grad = "ignore"))
  s <- coef(summary(fit)); vc <- as.data.frame(VarCorr(fit))
  d$r <- factor(d$rating); d$pc <- factor(paste(d$participant, d$condition))
  for (n in c("participant", "stimulus", "item", "condition")) d[[n]] <- factor(d[[n]])
  cl <- clmm(r ~ condition + (1 | participant) + (1 | pc) + (1 | stimulus) + (1 | item), d)
  list(data = list(participant = as.character(d$participant), stimulus = as.character(d$stimulus), item = as.character(d$item),
                   condition = as.character(d$condition), rating = d$rating),
       reml = list(beta = unname(s[, 1]), se = unname(s[, 2]), df = unname(s[, 3]), criterion = REMLcrit(fit),
                   variance = setNames(as.list(vc$vcov), vc$grp)),
       clmm = list(logLik = as.numeric(logLik(cl)), beta = unname(cl$beta), se = unname(sqrt(diag(vcov(cl)))[length(cl$alpha) + 1:2])))
})

write(toJSON(list(R = R.version.string, wilcoxon = wilcoxon, friedman = friedmans, icc = iccs, t = ts, noncentral = grid,
                  power = pw, tails = tails, items = items), auto_unbox = TRUE, digits = NA, na = "null", null = "null"), output)
