import { Button } from "@/app/_components/button";
import fieldStyles from "@/app/admin/_desk/desk-fields.module.css";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";
import { SelectField } from "@/app/admin/_desk/fields";
import type { Spread } from "@/lib/figures/score-data";
import type { RatingSelection } from "@/lib/services/result/counted-ratings";

/** What the error bars show, and which ratings count; a plain GET form, so every view has its address. */
export function ResultsForm({
  slug,
  spread,
  selection,
}: {
  slug: string;
  spread: Spread;
  selection: RatingSelection;
}) {
  return (
    <form action={`/admin/studies/${slug}`} className={fieldStyles.filters}>
      <SelectField
        id="spread"
        label="Error bars"
        defaultValue={spread}
        options={[
          ["sd", "± 1 standard deviation (the paper's)"],
          ["se", "± 1 standard error over participants"],
          ["ci95", "95 % interval over participants"],
        ]}
      />
      <SelectField
        id="selection"
        label="Ratings"
        defaultValue={selection}
        options={[
          ["plan", "As planned (complete, not excluded)"],
          ["with-excluded", "Excluded participants too"],
          ["all-given", "All ratings given"],
        ]}
      />
      <Button type="submit" look="secondary" className={frameStyles.small ?? ""}>
        Show
      </Button>
    </form>
  );
}
