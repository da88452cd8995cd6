# The tables of the bundle, and which ratings count.

# Every cell stays text: read.csv turns names like "1.10", "T" and "NA" into other things.
read_table <- function(path) {
  read.csv(path, colClasses = "character", na.strings = character(), check.names = FALSE, encoding = "UTF-8")
}
in_data <- function(pattern) list.files("data", pattern, full.names = TRUE)
pairs_of <- function(x) if (length(x) < 2) list() else combn(x, 2, simplify = FALSE)
pair_name <- function(pair) paste(pair[1], "-", pair[2])

settings <- read_table("analysis/settings.csv")
setting <- function(name) settings$value[settings$name == name]
number_setting <- function(name) if (length(setting(name))) as.numeric(setting(name)) else NA
alpha <- number_setting("alpha")
level <- 1 - alpha
margin <- number_setting("margin")
conditions <- setting("condition")
anchors <- setting("anchor")
dimensions <- setting("dimension")
rules <- setting("rule")

ratings <- read_table(in_data("ratings_data.csv$"))
ratings <- ratings[ratings$trial_kind %in% c("main", "repeat") & ratings$condition %in% conditions, ]
ratings$rating <- as.numeric(ratings$rating)
ratings$position <- as.numeric(ratings$position)

sessions <- read_table(in_data("sessions_data.csv$"))
complete <- sessions$complete == "TRUE"
excluded <- sessions$excluded == "TRUE"
flags <- lapply(seq_along(rules), function(i) sessions[[paste0("rule_", i)]] == "TRUE")
names(flags) <- if (length(rules)) paste("only the rule:", rules)
any_rule <- Reduce(`|`, flags, rep(FALSE, nrow(sessions)))

# Each set of sessions that could count.
variants <- c(
  list("as planned" = complete & !excluded),
  lapply(flags, function(flag) complete & !flag),
  if (length(rules) > 1) list("all declared rules" = complete & !any_rule),
  list("nobody excluded" = complete, "all ratings given, unfinished sessions too" = rep(TRUE, nrow(sessions)))
)
kept <- function(counts) ratings[ratings$session %in% sessions$session[counts], ]

# The first rating of each participant, stimulus and dimension in main trials.
first_presentations <- function(rows) {
  rows <- rows[rows$trial_kind == "main", ]
  rows <- rows[order(rows$position), ]
  rows[!duplicated(rows[c("participant", "stimulus", "dimension")]), ]
}
models_of <- function(rows) rows[!(rows$condition %in% anchors), ]

planned <- kept(variants[["as planned"]])
main <- first_presentations(planned)
repeats <- planned[planned$trial_kind == "repeat", ]

# The ratings of one dimension: rows (all), models, the models' names, repeats; at() names a number.
dimension_of <- function(name) {
  rows <- main[main$dimension == name, ]
  models <- models_of(rows)
  list(
    name = name, rows = rows, models = models, conditions = conditions[conditions %in% models$condition],
    repeats = repeats[repeats$dimension == name, ], at = function(...) paste(name, ..., sep = "/")
  )
}
