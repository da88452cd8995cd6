# Recomputes every number of the results page from the data in this folder, and compares.
# Run it in the bundle's own folder:  Rscript analysis/analysis.R
# Needs R 4 with lme4, lmerTest and ordinal (Debian: r-cran-lme4 r-cran-lmertest r-cran-ordinal).
suppressPackageStartupMessages({ library(lme4); library(lmerTest); library(ordinal) })
read <- function(path) read.csv(path, stringsAsFactors = FALSE, check.names = FALSE, encoding = "UTF-8")
here <- function(pattern) list.files("data", pattern, full.names = TRUE)
ratings <- read(here("ratings_data.csv$"))
sessions <- read(here("sessions_data.csv$"))
settings <- read("analysis/settings.csv")
expected <- read("analysis/numbers.csv")
setting <- function(name) settings$value[settings$name == name]
single <- function(name) as.numeric(setting(name))
alpha <- single("alpha"); margin <- if (length(setting("margin"))) single("margin") else NA
conditions <- setting("condition"); anchors <- setting("anchor"); models <- setdiff(conditions, anchors)
dimensions <- setting("dimension"); rules <- setting("rule")
level <- 1 - alpha
found <- list()
add <- function(at, ...) { v <- c(...); for (n in names(v)) found[[paste(at, n, sep = "/")]] <<- unname(v[[n]]) }
pairs_of <- function(x) if (length(x) < 2) list() else combn(x, 2, simplify = FALSE)
pair_name <- function(p) paste(p[1], "-", p[2])

# --- which ratings count -----------------------------------------------------------------------
ratings <- ratings[ratings$trial_kind %in% c("main", "repeat") & ratings$condition %in% conditions, ]
kept <- function(which) ratings[ratings$session %in% sessions$session[which], ]
truth <- function(x) x %in% c(TRUE, "TRUE")
complete <- truth(sessions$complete); excluded <- truth(sessions$excluded)
flags <- lapply(seq_along(rules), function(i) truth(sessions[[paste0("rule_", i)]]))
any_rule <- Reduce(`|`, flags, rep(FALSE, nrow(sessions)))
variants <- c(list("as planned" = complete & !excluded),
  setNames(lapply(flags, function(f) complete & !f), if (length(rules)) paste("only the rule:", rules)),
  if (length(rules) > 1) list("all declared rules" = complete & !any_rule),
  list("nobody excluded" = complete, "all ratings given, unfinished sessions too" = rep(TRUE, nrow(sessions))))
first_of <- function(d) {
  d <- d[d$trial_kind == "main", ]
  d <- d[order(d$position), ]
  d[!duplicated(d[c("participant", "stimulus", "dimension")]), ]
}
planned <- kept(variants[[1]]); main <- first_of(planned)
repeats <- planned[planned$trial_kind == "repeat", ]

# --- models ------------------------------------------------------------------------------------
prepare <- function(d, order) {
  d$condition <- factor(d$condition, levels = order[order %in% d$condition])
  for (name in intersect(c("participant", "stimulus", "item", "factor_run"), names(d))) d[[name]] <- factor(d[[name]])
  if ("factor_run" %in% names(d)) d$run <- interaction(d$condition, d$factor_run, drop = TRUE)
  d
}
fit_crossed <- function(d, formula) {
  control <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-9, maxfun = 50000), check.conv.grad = "ignore")
  suppressMessages(suppressWarnings(lmer(as.formula(formula), data = d, REML = TRUE, control = control)))
}
contrast <- function(fit, l) {
  r <- unlist(contest1D(fit, l)[1, c("Estimate", "Std. Error", "df", "Pr(>|t|)")])
  half <- qt((1 + level) / 2, r[3]) * r[2]
  c(estimate = r[[1]], se = r[[2]], df = r[[3]], p = r[[4]], low = r[[1]] - half[[1]], high = r[[1]] + half[[1]])
}
weights_of <- function(levels, values) { # cell means to treatment coding
  l <- numeric(length(levels)); l[1] <- sum(values); l[-1] <- values[-1]; l
}
difference <- function(fit, levels, a, b) contrast(fit, weights_of(levels, (levels == a) - (levels == b)))
holm_in <- function(tests) p.adjust(sapply(tests, function(t) t[["p"]]), "holm")
planned_tests <- function(d, at, formula_of, extra = TRUE) {
  tests <- list(); names <- character()
  for (dim in setting("planned dimension")) for (k in seq_along(setting("planned first"))) {
    pair <- c(setting("planned first")[k], setting("planned second")[k])
    own <- prepare(d[d$dimension == dim & !(d$condition %in% anchors), ], conditions)
    formula <- formula_of(dim)
    if (!length(formula) || is.na(formula) || !all(pair %in% levels(own$condition))) next
    key <- paste(at, dim, formula, sum(own$rating), nrow(own))
    if (is.null(fits[[key]])) fits[[key]] <<- fit_crossed(own, formula)
    tests[[length(tests) + 1]] <- difference(fits[[key]], levels(own$condition), pair[1], pair[2])
    names <- c(names, paste(dim, pair_name(pair), sep = "/"))
  }
  if (!length(tests)) return(invisible())
  holm <- holm_in(tests)
  for (i in seq_along(tests)) {
    t <- tests[[i]]
    equal <- if (is.na(margin)) numeric() else c(equivalence = max(
      pt((t[["estimate"]] + margin) / t[["se"]], t[["df"]], lower.tail = FALSE), pt((t[["estimate"]] - margin) / t[["se"]], t[["df"]])))
    add(paste(at, names[i], sep = "/"), t, holm = holm[i], equal)
  }
}
fits <- list()

# --- other analyses ----------------------------------------------------------------------------
krippendorff <- function(units) { # ordinal
  units <- Filter(function(u) length(u) > 1, units)
  values <- sort(unique(unlist(units)))
  counts <- sapply(values, function(v) sapply(units, function(u) sum(u == v)))
  counts <- matrix(counts, nrow = length(units)); n <- colSums(counts)
  d <- outer(seq_along(values), seq_along(values), Vectorize(function(i, j) (sum(n[min(i, j):max(i, j)]) - (n[i] + n[j]) / 2)^2))
  observed <- sum(apply(counts, 1, function(u) sum(outer(u, u) * d) / (sum(u) - 1)))
  1 - (sum(n) - 1) * observed / sum(outer(n, n) * d)
}
icc <- function(table) {
  n <- nrow(table); k <- ncol(table); grand <- mean(table)
  b <- k * sum((rowMeans(table) - grand)^2) / (n - 1); j <- n * sum((colMeans(table) - grand)^2) / (k - 1)
  e <- sum((table - outer(rowMeans(table), colMeans(table), `+`) + grand)^2) / ((n - 1) * (k - 1))
  one <- (b - e) / (b + (k - 1) * e + k * (j - e) / n); fj <- j / e; up <- (1 + level) / 2
  inner <- n * (1 + (k - 1) * one) - k * one
  v <- (k - 1) * (n - 1) * (k * one * fj + inner)^2 / ((n - 1) * k^2 * one^2 * fj^2 + inner^2)
  high <- qf(up, n - 1, v); low <- qf(up, v, n - 1); rest <- k * j + (k * n - k - n) * e
  single <- c(value = one, low = n * (b - high * e) / (high * rest + n * b), high = n * (low * b - e) / (rest + n * low * b))
  list(single = single, mean = c(value = (b - e) / (b + (j - e) / n), (k * single / (1 + single * (k - 1)))[-1]))
}
precision <- function(g) {
  c_ <- g$e + g$L * g$k / g$K * g$c; lm_ <- g$e + g$k * g$lm; total <- c_ + lm_ - g$e
  df <- total^2 / (c_^2 / (g$M * (g$K - 1)) + lm_^2 / ((g$L - 1) * (g$M - 1)) + g$e^2 / max(1, g$M * (g$L * g$k - g$K - g$L + 1)))
  se <- sqrt(2 / (g$L * g$k) * total); c(se = se, df = df, half = qt(1 - alpha / 2, df) * se)
}
power_of <- function(g, difference) {
  s <- precision(g); t <- qt(1 - alpha / 2, s[["df"]]); ncp <- abs(difference) / s[["se"]]
  suppressWarnings(pt(t, s[["df"]], ncp, lower.tail = FALSE) + pt(-t, s[["df"]], ncp))
}
smallest <- function(low, high, enough) {
  if (!enough(high)) return(NULL)
  low <- low - 1
  while (high - low > 1) { middle <- (low + high) %/% 2; if (enough(middle)) high <- middle else low <- middle }
  high
}
wilcoxon <- function(d) {
  d <- round(d, 9); zeros <- sum(d == 0); d <- d[d != 0]
  if (!length(d)) return(c(p = 1))
  exact <- length(d) <= 25 && !anyDuplicated(abs(d))
  w <- suppressWarnings(wilcox.test(d, exact = exact, correct = TRUE))
  c(wPlus = unname(w$statistic), zeros = zeros, p = w$p.value)
}

# --- one dimension -----------------------------------------------------------------------------
analyse <- function(dim) {
  at <- function(...) paste(dim, ..., sep = "/")
  d <- main[main$dimension == dim, ]; m <- d[!(d$condition %in% anchors), ]; own <- models[models %in% m$condition]
  for (c in intersect(conditions, d$condition)) {
    x <- d$rating[d$condition == c]; add(at("describe", c), n = length(x), mean = mean(x), sd = sd(x), median = median(x))
  }
  for (s in unique(d$stimulus)) { x <- d$rating[d$stimulus == s]; add(at("stimulus", s), n = length(x), mean = mean(x), sd = sd(x)) }
  one <- summary(aov(rating ~ condition, m))[[1]]
  add(at("pooled/omnibus"), f = one[1, "F value"], df2 = one[2, "Df"], p = one[1, "Pr(>F)"])
  means <- tapply(m$rating, list(m$participant, m$condition), mean)
  for (p in pairs_of(own)) {
    w <- t.test(m$rating[m$condition == p[1]], m$rating[m$condition == p[2]], conf.level = level)
    add(at("pooled", pair_name(p)), estimate = unname(diff(rev(w$estimate))), p = w$p.value, low = w$conf.int[1], high = w$conf.int[2])
    x <- na.omit(means[, p[1]] - means[, p[2]])
    if (length(x) > 1 && sd(x) > 0) { w <- t.test(x, conf.level = level)
      add(at("paired", pair_name(p)), estimate = unname(w$estimate), p = w$p.value, low = w$conf.int[1], high = w$conf.int[2]) }
  }
  formula <- setting(paste("formula", dim))
  if (length(formula)) {
    g <- prepare(m, own); fit <- fit_crossed(g, formula); lv <- levels(g$condition)
    o <- anova(fit); add(at("crossed/omnibus"), f = o[["F value"]], df2 = o$DenDF, p = o[["Pr(>F)"]])
    for (c in lv) add(at("crossed", c), contrast(fit, weights_of(lv, as.numeric(lv == c)))[c("estimate", "se", "low", "high")])
    tests <- lapply(pairs_of(lv), function(p) difference(fit, lv, p[1], p[2])); holm <- holm_in(tests)
    for (i in seq_along(tests)) add(at("crossed", pair_name(pairs_of(lv)[[i]])), tests[[i]], holm = holm[i])
    v <- as.data.frame(VarCorr(fit)); v$grp[v$grp == "Residual"] <- "residual"
    for (i in seq_len(nrow(v))) add(at("crossed/variance"), setNames(v$vcov[i], v$grp[i]))
    variance <- function(name) sum(v$vcov[v$grp == name])
    M <- length(lv); K <- max(2, floor(length(unique(m$stimulus)) / M + 0.5)); L <- length(unique(m$participant))
    k <- min(K, max(1, floor(10 * nrow(m) / (L * M) + 0.5) / 10))
    design <- list(M = M, L = L, K = K, k = k, lm = variance("participant:condition"), c = variance("stimulus") + variance("run"), e = variance("residual"))
    gap <- single(paste("difference", dim)); s <- precision(design)
    high <- 4 * s[["se"]]; while (power_of(design, high) < 0.8) high <- 2 * high
    add(at("power"), difference = gap, power = power_of(design, gap), halfWidth = s[["half"]],
        detectable = uniroot(function(x) power_of(design, x) - 0.8, c(1e-9, high), tol = 1e-10)$root,
        floor = qt(1 - alpha / 2, M * (K - 1)) * sqrt(2 * design$c / K))
    people <- smallest(2, 100000, function(n) power_of(modifyList(design, list(L = n)), gap) >= 0.8)
    pieces <- smallest(if (k == K) 2 else max(2, ceiling(k)), 2000, function(n) power_of(modifyList(design, list(K = n, k = if (k == K) n else k)), gap) >= 0.8)
    add(at("power"), participants = people, stimuli = pieces)
  }
  ordinal_formula <- setting(paste("ordinal", dim))
  if (length(ordinal_formula)) {
    reference <- setting(paste("reference", dim))
    g <- prepare(m, c(reference, setdiff(own, reference))); lv <- levels(g$condition)
    g$pc <- interaction(g$participant, g$condition, drop = TRUE); g$rating <- factor(g$rating, ordered = TRUE)
    fit <- suppressWarnings(clmm(as.formula(gsub("participant:condition", "pc", ordinal_formula, fixed = TRUE)), data = g, Hess = TRUE,
                                 control = clmm.control(gradTol = 1e-7)))
    add(at("ordinal"), logLik = as.numeric(logLik(fit)))
    b <- c(0, fit$beta); V <- tryCatch(suppressWarnings(vcov(fit)), error = function(e) NULL)
    for (p in pairs_of(own)) {
      l <- (lv == p[1]) - (lv == p[2]); est <- sum(l * b)
      if (is.null(V)) { add(at("ordinal", pair_name(p)), estimate = est); next }
      at_b <- length(fit$alpha) + seq_along(fit$beta); se <- sqrt(drop(l[-1] %*% V[at_b, at_b] %*% l[-1]))
      add(at("ordinal", pair_name(p)), estimate = est, se = se, p = 2 * pnorm(-abs(est / se)))
    }
  }
  counts <- table(factor(m$participant), factor(m$condition, own)); full <- rownames(counts)[apply(counts > 0, 1, all)]
  if (length(full) > 1 && length(own) > 1) {
    equal <- all(apply(counts[full, , drop = FALSE], 1, function(x) length(unique(x)) == 1))
    score <- tapply(m$rating, list(factor(m$participant), factor(m$condition, own)), if (equal) sum else mean)[full, , drop = FALSE]
    score <- round(score, 9); n <- nrow(score); k <- ncol(score)
    f <- friedman.test(score); x <- unname(f$statistic)
    if (is.finite(x)) {
      fi <- (n - 1) * x / (n * (k - 1) - x)
      add(at("ranks/friedman"), chiSquare = x, p = f$p.value, w = x / (n * (k - 1)), imanDavenportF = fi, imanDavenportP = pf(fi, k - 1, (n - 1) * (k - 1), lower.tail = FALSE))
    }
    tests <- lapply(pairs_of(own), function(p) wilcoxon(score[, p[1]] - score[, p[2]])); holm <- holm_in(tests)
    for (i in seq_along(tests)) add(at("ranks", pair_name(pairs_of(own)[[i]])), tests[[i]], holm = holm[i])
  }
  wide <- tapply(m$rating, list(m$stimulus, m$participant), mean); wide <- wide[, colSums(is.na(wide)) == 0, drop = FALSE]
  if (ncol(wide) > 1) { r <- icc(wide); add(at("ICC(2,1)"), r$single); add(at("ICC(2,k)"), r$mean) }
  units <- split(m$rating, m$stimulus); add(at("alpha"), value = krippendorff(units))
  set.seed(1); draws <- replicate(1000, krippendorff(units[sample(length(units), replace = TRUE)]))
  add(at("alpha"), low = quantile(draws, alpha / 2)[[1]], high = quantile(draws, 1 - alpha / 2)[[1]])
  both <- merge(d, repeats[repeats$dimension == dim, ], by = c("participant", "stimulus"))
  if (nrow(both)) {
    shift <- both$rating.y - both$rating.x
    add(at("retest"), pairs = nrow(both), correlation = cor(both$rating.x, both$rating.y), equal = mean(shift == 0), measurementError = sqrt(mean(shift^2) / 2))
    groups <- split(both, both$participant)
    draws <- replicate(1000, { x <- do.call(rbind, groups[sample(length(groups), replace = TRUE)]); cor(x$rating.x, x$rating.y) })
    add(at("retest"), low = quantile(draws, alpha / 2, na.rm = TRUE)[[1]], high = quantile(draws, 1 - alpha / 2, na.rm = TRUE)[[1]])
  }
  for (a in intersect(anchors, d$condition)) {
    both <- rbind(m, d[d$condition == a, ]); add(at("anchor", a), mean = mean(d$rating[d$condition == a]))
    formula <- setting(paste("gap", a, dim))
    if (length(formula)) {
      g <- prepare(both, c(own, a)); lv <- levels(g$condition)
      add(at("anchor", a), gap = contrast(fit_crossed(g, formula), weights_of(lv, ifelse(lv == a, 1, -1 / (length(lv) - 1)))))
      for (n in c("se", "df", "p", "low", "high")) found[[at("anchor", a, n)]] <<- found[[at("anchor", a, paste0("gap.", n))]]
      found[[at("anchor", a, "gap")]] <<- found[[at("anchor", a, "gap.estimate")]]
    }
    x <- tapply(d$rating[d$condition == a], d$participant[d$condition == a], mean); y <- tapply(m$rating, m$participant, mean)
    who <- intersect(names(x), names(y)); add(at("anchor", a), above = sum(x[who] - y[who] > 1e-12), participants = length(who))
  }
  # d' of yes/no scales: the log-linear correction
  if (length(unique(d$rating)) == 2 && "human" %in% d$condition) for (c in setdiff(own, "human")) {
    yes <- max(d$rating); h <- d$rating[d$condition == "human"] == yes; f <- d$rating[d$condition == c] == yes
    zh <- qnorm((sum(h) + 0.5) / (length(h) + 1)); zf <- qnorm((sum(f) + 0.5) / (length(f) + 1))
    add(at("dprime", pair_name(c("human", c))), dPrime = zh - zf, criterion = -(zh + zf) / 2)
  }
}

# --- everything --------------------------------------------------------------------------------
add("study", ratings = nrow(main), participants = length(unique(main$participant)), stimuli = length(unique(main$stimulus)))
for (dim in dimensions) analyse(dim)
if (length(setting("declared"))) planned_tests(main, "planned", function(dim) setting(paste("formula", dim)))
for (name in names(variants)) {
  d <- first_of(kept(variants[[name]])); m <- d[!(d$condition %in% anchors), ]
  add(paste("variant", name, sep = "/"), participants = length(unique(m$participant)), ratings = nrow(m))
  planned_tests(d, paste("variant", name, sep = "/"), function(dim) setting(paste("formula", dim, "variant", name)))
}
for (p in pairs_of(dimensions)) {
  a <- main[main$dimension == p[1] & !(main$condition %in% anchors), ]; b <- main[main$dimension == p[2], ]
  both <- merge(a, b, by = c("participant", "stimulus"))
  x <- both$rating.x - ave(both$rating.x, both$stimulus); y <- both$rating.y - ave(both$rating.y, both$stimulus)
  at <- paste("correlation", pair_name(p), sep = "/")
  add(at, pairs = nrow(both), within = cor(x, y), between = cor(tapply(both$rating.x, both$stimulus, mean), tapply(both$rating.y, both$stimulus, mean)))
  groups <- split(data.frame(x, y), both$participant)
  draws <- replicate(1000, { z <- do.call(rbind, groups[sample(length(groups), replace = TRUE)]); cor(z$x, z$y) })
  add(at, low = quantile(draws, alpha / 2, na.rm = TRUE)[[1]], high = quantile(draws, 1 - alpha / 2, na.rm = TRUE)[[1]])
}

got <- vapply(expected$name, function(n) { v <- found[[n]]; if (is.null(v)) NA_real_ else as.numeric(v) }, 0)
exact <- expected$kind == "exact"
near <- abs(got - expected$value) <= ifelse(exact, 5e-5, 0.05) * pmax(1, abs(expected$value))
ok <- !is.na(near) & near
out <- data.frame(name = expected$name, page = expected$value, here = got, kind = expected$kind)
write.csv(out, "analysis/numbers-from-R.csv", row.names = FALSE)
for (i in seq_len(nrow(out))) cat(sprintf("%-78s %12.4f %12.4f %s\n", out$name[i], out$page[i], out$here[i], if (!ok[i]) "DIFFERENT" else if (exact[i]) "" else "(resampled)"))
cat(sprintf("%d of %d exact numbers equal to 4 digits; %d of %d resampled ones within 0.05\n",
            sum(ok & exact), sum(exact), sum(ok & !exact), sum(!exact)))
if (any(!ok & exact)) quit(status = 1)
