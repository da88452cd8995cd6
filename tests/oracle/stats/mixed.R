# Golden values of the mixed models: Rscript mixed.R OUTPUT.json (R 4, lme4, lmerTest, ordinal, jsonlite).
suppressPackageStartupMessages({ library(lmerTest); library(ordinal); library(jsonlite) })
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "datasets.R"))
output <- commandArgs(TRUE)[1]

reml <- function(d) {
  control <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-9, maxfun = 20000),
                         check.conv.grad = "ignore")
  w <- watched(lmer(rating ~ condition + (1 | participant) + (1 | participant:condition) + (1 | stimulus),
                    data = d, REML = TRUE, control = control))
  fit <- w$value
  if (is.null(fit)) return(list(said = w$said))
  table <- coef(summary(fit))
  vc <- as.data.frame(VarCorr(fit))
  p <- length(fixef(fit))
  pairs <- combn(p, 2, function(ij) {
    l <- numeric(p); if (ij[1] > 1) l[ij[1]] <- 1; l[ij[2]] <- l[ij[2]] + if (ij[2] > 1) 1 else 0
    if (ij[1] > 1) l[ij[1]] <- -1
    unlist(contest1D(fit, l)[1, c("Estimate", "Std. Error", "df", "Pr(>|t|)")])
  })
  omnibus <- anova(fit)
  list(said = w$said, singular = isSingular(fit), criterion = REMLcrit(fit), n = nrow(d),
       beta = unname(table[, "Estimate"]), se = unname(table[, "Std. Error"]), df = unname(table[, "df"]),
       variance = setNames(as.list(vc$vcov), vc$grp), pairs = unname(t(pairs)),
       omnibus = list(F = omnibus[["F value"]], df1 = omnibus$NumDF, df2 = omnibus$DenDF, p = omnibus[["Pr(>F)"]]))
}

clm_mixed <- function(d) {
  d$rating <- factor(d$rating, ordered = TRUE)
  d$pc <- factor(paste(d$participant, d$condition))
  d$participant <- factor(d$participant); d$stimulus <- factor(d$stimulus); d$condition <- factor(d$condition)
  w <- watched({
    fit <- clmm(rating ~ condition + (1 | participant) + (1 | pc) + (1 | stimulus), data = d, Hess = TRUE)
    fit
  })
  fit <- w$value
  if (is.null(fit)) return(list(said = w$said))
  k <- length(fit$alpha); b <- length(fit$beta)
  covariance <- watched(vcov(fit))
  w$said <- c(w$said, covariance$said)
  se <- if (is.null(covariance$value)) rep(NA, k + b) else suppressWarnings(sqrt(diag(covariance$value)))
  list(said = w$said, logLik = as.numeric(logLik(fit)), levels = levels(d$rating),
       alpha = unname(fit$alpha), beta = unname(fit$beta),
       se_alpha = unname(se[seq_len(k)]), se_beta = unname(se[k + seq_len(b)]),
       sd = lapply(VarCorr(fit), function(v) unname(attr(v, "stddev"))), gradient = max(abs(fit$gradient)),
       boundary = any(vapply(VarCorr(fit), function(v) attr(v, "stddev") < 1e-4, TRUE)))
}

result <- lapply(1:20, function(index) {
  d <- simulate_set(index)
  cat(index, nrow(d), ""); t0 <- proc.time()[3]
  out <- list(index = index, data = as.list(d), reml = reml(d), clmm = clm_mixed(d))
  cat(proc.time()[3] - t0, "s", out$reml$said, out$clmm$said, "\n")
  out
})
versions <- list(R = R.version.string, lme4 = as.character(packageVersion("lme4")),
                 lmerTest = as.character(packageVersion("lmerTest")), ordinal = as.character(packageVersion("ordinal")))
write(toJSON(list(versions = versions, sets = result), auto_unbox = TRUE, digits = 12, na = "null", null = "null"), output)
