# Recomputes every number of the results page from the data in this folder, and compares.
# Run it in the bundle's own folder:  Rscript analysis/analysis.R
# Needs R 4 with lme4, lmerTest and ordinal (Debian: r-cran-lme4 r-cran-lmertest r-cran-ordinal).
#
# Read in this order: study_data.R (which ratings count), describing.R, model_tests.R,
# sample_size.R, rank_tests.R, agreement.R. Each analysis is a function of one dimension's ratings
# and stores its numbers by name.
packages <- c("lme4", "lmerTest", "ordinal")
if (!all(vapply(packages, requireNamespace, TRUE, quietly = TRUE))) {
  stop("expected the packages lme4, lmerTest and ordinal; install what is missing")
}
for (name in packages) suppressPackageStartupMessages(library(name, character.only = TRUE))
for (name in c("study_data", "describing", "model_tests", "sample_size", "rank_tests", "agreement")) {
  source(file.path("analysis", paste0(name, ".R")), encoding = "UTF-8")
}

# Numbers by name; remarks of the programs that made them.
found <- list()
remarks <- character()
add <- function(at, ...) {
  values <- c(...)
  for (name in names(values)) found[[paste(at, name, sep = "/")]] <<- unname(values[[name]])
}
remark <- function(text) remarks <<- c(remarks, text)

of_dimension <- function(name) {
  one <- dimension_of(name)
  for (analysis in list(describe, pooled_tests, paired_tests, d_primes, crossed, beside, ordinal_differences,
                        anchor_gaps, power_numbers, friedman, signed_ranks, iccs, agreement_alpha, retest)) analysis(one)
}

of_variant <- function(name) {
  rows <- first_presentations(kept(variants[[name]]))
  own <- models_of(rows)
  at <- paste0("variant/", name)
  add(at, participants = length(unique(own$participant)), ratings = nrow(own))
  planned_tests(rows, at, function(dimension) setting(paste("formula", dimension, "variant", name)))
}

compare <- function(expected) {
  here <- vapply(expected$name, function(n) if (is.null(found[[n]])) NA_real_ else as.numeric(found[[n]]), 0)
  exact <- expected$kind == "exact"
  near <- abs(here - expected$value) <= ifelse(exact, 5e-5, 0.05) * pmax(1, abs(expected$value))
  equal <- !is.na(near) & near
  out <- data.frame(name = expected$name, page = expected$value, here = here, kind = expected$kind)
  write.csv(out, "analysis/numbers-from-R.csv", row.names = FALSE)
  note <- paste0(ifelse(equal, "", "DIFFERENT "), ifelse(exact, "", "(resampled)"))
  cat(sprintf("%-78s %12.4f %12.4f %s\n", out$name, out$page, out$here, note), sep = "")
  cat(remarks, sep = "\n")
  cat(sprintf("\n%d of %d exact numbers equal to 4 digits; %d of %d resampled ones within 0.05\n",
              sum(equal & exact), sum(exact), sum(equal & !exact), sum(!exact)))
  all(equal[exact])
}

add("study", ratings = nrow(main), participants = length(unique(main$participant)), stimuli = length(unique(main$stimulus)))
for (name in dimensions) of_dimension(name)
if (length(setting("declared"))) planned_tests(main, "planned", function(dimension) setting(paste("formula", dimension)))
for (name in names(variants)) of_variant(name)
for (pair in pairs_of(dimensions)) between_dimensions(pair)
expected <- read_table("analysis/numbers.csv")
expected$value <- as.numeric(expected$value)
if (!compare(expected)) quit(status = 1)
