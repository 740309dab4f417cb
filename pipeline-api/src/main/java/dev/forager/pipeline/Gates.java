// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The feature gates as a component is given them when it is made, so that a configuration that
 * needs a gate is refused before anything starts. Only the state is kept: what a gate is about, and
 * how it stands when nobody switches it, the component knows. Immutable.
 *
 * @param switched whether a gate is on, by id
 */
public record Gates(Map<String, Boolean> switched) {
    /** Nothing was switched. */
    public static final Gates UNTOUCHED = new Gates(Map.of());

    public Gates {
        switched = Map.copyOf(switched);
    }

    /** The state of these gates. */
    public static Gates of(List<ServiceView.Gate> gates) {
        var switched = new HashMap<String, Boolean>();
        gates.forEach(gate -> switched.put(gate.id(), gate.enabled()));
        return new Gates(switched);
    }

    /** Whether a gate is on; {@code byDefault} where nobody switched it. */
    public boolean isEnabled(String id, boolean byDefault) {
        return switched.getOrDefault(id, byDefault);
    }
}
