# Golden values of the models with variances by condition, on the twenty data sets of datasets.R:
# Rscript by-condition.R OUTPUT.json (R 4, lme4, lmerTest, jsonlite).
suppressPackageStartupMessages({ library(lmerTest); library(jsonlite) })
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "datasets.R"))
output <- commandArgs(TRUE)[1]

# A stimulus variance for each condition (0 + a | stimulus) + (0 + b | stimulus) …, and one for each
# participant × condition; conditions with fewer levels than named share one variance.
formula_of <- function(d) {
  conditions <- sort(unique(d$condition))
  least <- function(cells) min(table(unique(cells)[["condition"]]))
  split <- function(group) paste(sprintf("(0 + dummy(condition, '%s') | %s)", conditions, group), collapse = " + ")
  stimuli <- if (least(d[c("condition", "stimulus")]) >= 3) split("stimulus") else "(1 | stimulus)"
  cells <- if (least(d[c("condition", "participant")]) >= 6) split("participant") else "(1 | participant:condition)"
  paste("rating ~ condition + (1 | participant) +", cells, "+", stimuli)
}

fit <- function(d) {
  control <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-9, maxfun = 100000),
                         check.conv.grad = "ignore")
  d$condition <- factor(d$condition)
  w <- watched(lmer(as.formula(formula_of(d)), data = d, REML = TRUE, control = control))
  m <- w$value
  vc <- as.data.frame(VarCorr(m))
  pairs <- combn(length(fixef(m)), 2, function(ij) {
    l <- numeric(length(fixef(m))); if (ij[1] > 1) l[ij[1]] <- 1
    l[ij[2]] <- l[ij[2]] - 1; if (ij[1] == 1) l[ij[2]] <- -1
    unlist(contest1D(m, l)[1, c("Estimate", "Std. Error", "df", "Pr(>|t|)")])
  })
  list(formula = formula_of(d), criterion = REMLcrit(m), singular = isSingular(m),
       variance = vc$vcov, pairs = unname(t(pairs)))
}

sets <- lapply(1:20, function(index) {
  d <- simulate_set(index)
  out <- fit(d)
  cat(index, out$formula, out$singular, "\n")
  c(list(index = index, n = nrow(d)), out)
})
versions <- list(R = R.version.string, lme4 = as.character(packageVersion("lme4")),
                 lmerTest = as.character(packageVersion("lmerTest")))
write(toJSON(list(versions = versions, sets = sets), auto_unbox = TRUE, digits = 12), output)
