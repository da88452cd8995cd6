# What the mixed models say: differences of conditions, planned tests, gaps to anchors.

fits <- list()

# Factors as the models need them; the conditions in a stated order.
prepare <- function(rows, order) {
  rows$condition <- factor(rows$condition, levels = order[order %in% rows$condition])
  for (name in intersect(c("participant", "stimulus", "item", "factor_run"), names(rows))) rows[[name]] <- factor(rows[[name]])
  if ("factor_run" %in% names(rows)) rows$run <- interaction(rows$condition, rows$factor_run, drop = TRUE)
  rows
}

# A linear mixed model by REML. The convergence check by gradient is off, since bobyqa runs to 1e-9.
fit_crossed <- function(rows, formula) {
  control <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-9, maxfun = 50000), check.conv.grad = "ignore")
  suppressMessages(suppressWarnings(lmer(as.formula(formula), data = rows, REML = TRUE, control = control)))
}

# A contrast with Satterthwaite's degrees of freedom.
contrast <- function(fit, weights) {
  r <- unlist(contest1D(fit, weights)[1, c("Estimate", "Std. Error", "df", "Pr(>|t|)")])
  half <- qt((1 + level) / 2, r[[3]]) * r[[2]]
  c(estimate = r[[1]], se = r[[2]], df = r[[3]], p = r[[4]], low = r[[1]] - half, high = r[[1]] + half)
}

# Weights of condition means as weights of treatment-coded effects.
weights_of <- function(values) c(sum(values), values[-1])
difference <- function(fit, names, pair) contrast(fit, weights_of((names == pair[1]) - (names == pair[2])))
holm <- function(tests) p.adjust(vapply(tests, function(t) t[["p"]], 0), "holm")

# Omnibus test, means, differences and variances of the crossed analysis.
crossed <- function(one) {
  formula <- setting(paste("formula", one$name))
  if (!length(formula)) return(invisible())
  fit <- fitted_once(prepare(one$models, one$conditions), formula, paste(one$name, formula))
  omnibus <- anova(fit)
  add(one$at("crossed/omnibus"), f = omnibus[["F value"]], df2 = omnibus$DenDF, p = omnibus[["Pr(>F)"]])
  for (name in one$conditions) {
    mean_of <- contrast(fit, weights_of(as.numeric(one$conditions == name)))
    add(one$at("crossed", name), mean_of[c("estimate", "se", "low", "high")])
  }
  pairs <- pairs_of(one$conditions)
  tests <- lapply(pairs, function(pair) difference(fit, one$conditions, pair))
  adjusted <- holm(tests)
  for (i in seq_along(pairs)) add(one$at("crossed", pair_name(pairs[[i]])), tests[[i]], holm = adjusted[i])
  add(one$at("crossed/variance"), variances_of(fit))
}

# The differences under the other model of the variances: pooled, or one for each condition.
beside <- function(one) {
  formula <- setting(paste("beside formula", one$name))
  if (!length(formula)) return(invisible())
  fit <- fitted_once(prepare(one$models, one$conditions), formula, paste(one$name, formula))
  for (pair in pairs_of(one$conditions)) {
    add(one$at("beside", pair_name(pair)), difference(fit, one$conditions, pair)[c("estimate", "se", "df", "p")])
  }
}

pooled_fit <- function(one) {
  formula <- setting(paste("pooled formula", one$name))
  if (!length(formula)) return(NULL)
  fitted_once(prepare(one$models, one$conditions), formula, paste(one$name, formula))
}

variances_of <- function(fit) {
  v <- as.data.frame(VarCorr(fit))
  # lme4 numbers terms of one group (stimulus, stimulus.1, ...); var1 is dummy(condition, "A") in a term of A
  group <- sub("\\.[0-9]+$", "", v$grp)
  own <- grepl("^dummy\\(condition, ", v$var1)
  condition <- sub('^dummy\\(condition, "(.*)"\\)$', "\\1", v$var1)
  column <- ifelse(group == "participant", "participant:condition", group)
  setNames(v$vcov, ifelse(v$grp == "Residual", "residual", ifelse(own, paste(column, "in", condition), group)))
}

# Differences in the cumulative logit model, with clmm's own controls: a tighter gradient drives its
# optimiser past what the inner steps resolve, and spoils the Hessian. One Newton step on from where
# clmm stops gives the digits that its gradient of 1e-4 leaves open.
ordinal_differences <- function(one) {
  formula <- setting(paste("ordinal", one$name))
  if (!length(formula)) return(invisible())
  reference <- setting(paste("reference", one$name))
  rows <- prepare(one$models, c(reference, setdiff(one$conditions, reference)))
  names <- levels(rows$condition)
  rows$pc <- interaction(rows$participant, rows$condition, drop = TRUE)
  rows$rating <- factor(rows$rating, ordered = TRUE)
  fit <- suppressWarnings(clmm(as.formula(gsub("participant:condition", "pc", formula, fixed = TRUE)), data = rows, Hess = TRUE))
  if (fit$optRes$convergence != 0 || max(abs(fit$gradient)) > 0.01) {
    remark(paste0(one$name, ": clmm did not converge (", fit$optRes$message, "): its errors may be off"))
  }
  add(one$at("ordinal"), logLik = as.numeric(logLik(fit)))
  covariance <- tryCatch(suppressWarnings(vcov(fit)), error = function(e) NULL)
  if (is.null(covariance)) remark(paste0(one$name, ": clmm gave no positive definite Hessian, and so no errors"))
  crossed_fit <- pooled_fit(one)
  place <- length(fit$alpha) + seq_along(fit$beta)
  beta <- if (is.null(covariance)) fit$beta else fit$beta - drop(covariance %*% fit$gradient)[place]
  for (pair in pairs_of(one$conditions)) {
    l <- ((names == pair[1]) - (names == pair[2]))[-1]
    estimate <- sum(l * beta)
    add(one$at("ordinal", pair_name(pair)), estimate = estimate)
    if (is.null(covariance)) next
    se <- sqrt(drop(l %*% covariance[place, place] %*% l))
    add(one$at("ordinal", pair_name(pair)), se = se, p = 2 * pnorm(-abs(estimate / se)))
    if (is.null(crossed_fit)) next # as a t with the degrees of freedom of the crossed analysis
    df <- difference(crossed_fit, one$conditions, pair)[["df"]]
    add(one$at("ordinal", pair_name(pair)), pT = 2 * pt(-abs(estimate / se), df))
  }
}

# The plan's contrasts in its dimensions as one Holm family, with the test of equivalence.
planned_tests <- function(rows, at, formula_of) {
  tests <- list()
  for (dimension in setting("planned dimension")) for (k in seq_along(setting("planned first"))) {
    pair <- c(setting("planned first")[k], setting("planned second")[k])
    own <- prepare(models_of(rows[rows$dimension == dimension, ]), conditions)
    formula <- formula_of(dimension)
    if (!length(formula) || !all(pair %in% levels(own$condition))) next
    fit <- fitted_once(own, formula, paste(at, dimension))
    tests[[paste(at, dimension, pair_name(pair), sep = "/")]] <- difference(fit, levels(own$condition), pair)
  }
  if (!length(tests)) return(invisible())
  adjusted <- holm(tests)
  for (i in seq_along(tests)) add(names(tests)[i], tests[[i]], holm = adjusted[[i]], equivalence(tests[[i]]))
}

fitted_once <- function(rows, formula, key) {
  if (is.null(fits[[key]])) fits[[key]] <<- fit_crossed(rows, formula)
  fits[[key]]
}

# Two one-sided tests against the margin.
equivalence <- function(t) {
  if (is.na(margin)) return(numeric())
  above <- pt((t[["estimate"]] + margin) / t[["se"]], t[["df"]], lower.tail = FALSE)
  c(equivalence = max(above, pt((t[["estimate"]] - margin) / t[["se"]], t[["df"]])))
}

# Each anchor: its mean, its gap to the models' mean, and who rated it above the models.
anchor_gaps <- function(one) {
  for (anchor in intersect(anchors, one$rows$condition)) {
    at <- one$at("anchor", anchor)
    own <- one$rows[one$rows$condition == anchor, ]
    a <- tapply(own$rating, own$participant, mean)
    m <- tapply(one$models$rating, one$models$participant, mean)
    both <- intersect(names(a), names(m))
    add(at, mean = mean(own$rating), above = sum(a[both] - m[both] > 1e-12), participants = length(both))
    formula <- setting(paste("gap", anchor, one$name))
    if (!length(formula)) next
    fit <- fit_crossed(prepare(rbind(one$models, own), c(one$conditions, anchor)), formula)
    k <- length(one$conditions)
    gap <- contrast(fit, weights_of(c(rep(-1 / k, k), 1)))
    add(at, gap = gap[["estimate"]], gap[c("se", "df", "p", "low", "high")])
  }
}
