// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.prometheus;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import java.util.List;

/**
 * The section {@code resource_constant_labels}: which attributes of the resource become labels.
 * Immutable.
 */
public record ConstantLabels(
        @Doc("Patterns of keys (`*`, `?`) that become labels; none is all, if some are excluded.")
                @Default("[]")
                List<String> included,
        @Doc("Patterns of keys that do not.") @Default("[]") List<String> excluded) {
    public ConstantLabels {
        included = List.copyOf(included);
        excluded = List.copyOf(excluded);
    }

    /** Whether nothing is chosen. */
    public boolean isEmpty() {
        return included.isEmpty() && excluded.isEmpty();
    }

    /** The attributes that become labels. */
    public ResourceLabels labels() {
        return new ResourceLabels(included, excluded);
    }
}
