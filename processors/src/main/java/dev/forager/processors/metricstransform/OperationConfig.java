// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.metricstransform;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.processors.aggregation.AggregationType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One operation of a transform. */
public record OperationConfig(
        @Doc(
                        "`add_label`, `update_label`, `delete_label_value`,"
                                + " `toggle_scalar_data_type`, `experimental_scale_value`,"
                                + " `aggregate_labels` or `aggregate_label_values`.")
                @Default("''")
                String action,
        @Doc("Label to work on.") @Default("''") String label,
        @Doc("New name of the label, or name of the new one.") @Default("''") String newLabel,
        @Doc("Labels to keep, for `aggregate_labels`.") @Default("[]") List<String> labelSet,
        @Doc("How points that become one are combined.") @Default("''") String aggregationType,
        @Doc("Values to join, for `aggregate_label_values`.") @Default("[]")
                List<String> aggregatedValues,
        @Doc("New value; `{{version}}` is the version of this program.") @Default("''")
                String newValue,
        @Doc("Values to replace, for `update_label`.") @Default("[]")
                List<ValueAction> valueActions,
        @Doc("Factor, for `experimental_scale_value`.") @Default("0") double experimentalScale,
        @Doc("Value whose points are deleted, for `delete_label_value`.") @Default("''")
                String labelValue) {
    static final List<String> ACTIONS =
            List.of(
                    "add_label",
                    "update_label",
                    "delete_label_value",
                    "toggle_scalar_data_type",
                    "experimental_scale_value",
                    "aggregate_labels",
                    "aggregate_label_values");

    public OperationConfig {
        labelSet = List.copyOf(labelSet);
        aggregatedValues = List.copyOf(aggregatedValues);
        valueActions = List.copyOf(valueActions);
    }

    /**
     * The replacement of one value.
     *
     * @param value before
     * @param newValue after
     */
    public record ValueAction(
            @Doc("Value to replace.") @Default("''") String value,
            @Doc("What stands there then.") @Default("''") String newValue) {}

    /** What is wrong, in the words of the Go collector; null if nothing. */
    @Nullable String problem() {
        if (!ACTIONS.contains(action)) {
            return "\"action\" must be in [\"%s\"]".formatted(String.join("\" \"", ACTIONS));
        }
        String missing =
                switch (action) {
                    case "update_label" -> label.isEmpty() ? "label" : "";
                    case "add_label" ->
                            newLabel.isEmpty()
                                    ? "new_label"
                                    : newValue.isEmpty() ? "new_value" : "";
                    case "experimental_scale_value" ->
                            experimentalScale == 0 ? "experimental_scale" : "";
                    default -> "";
                };
        if (!missing.isEmpty()) {
            return "missing required field \"%s\" while \"action\" is %s"
                    .formatted(missing, action);
        }
        return aggregationType.isEmpty() || AggregationType.ofWord(aggregationType) != null
                ? null
                : "\"aggregation_type\" must be in " + TransformConfig.AGGREGATIONS;
    }
}
