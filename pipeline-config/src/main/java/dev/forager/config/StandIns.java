// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import dev.forager.pipeline.config.InvalidConfigException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The places of wrong values that others stand in for, so that the rules of the records around them
 * can be asked. What a rule says of a stand-in is no mistake of the user's. Confined to one thread.
 */
final class StandIns {
    /** By path, whether the stand-in is as if nothing was there. */
    private final Map<String, Boolean> places = new LinkedHashMap<>();

    /** Another value stands at {@code path}. */
    void add(String path, @Nullable Object value) {
        places.put(path, isNothing(value));
    }

    private static boolean isNothing(@Nullable Object value) {
        return switch (value) {
            case null -> true;
            case Collection<?> items -> items.isEmpty();
            case Map<?, ?> entries -> entries.isEmpty();
            default -> value.equals("");
        };
    }

    /**
     * Whether a refusal is due to a stand-in: it is said of its place, or beside it with its key,
     * or of a record as a whole that lacks it. An excerpt shows a text that the user wrote.
     *
     * @param path of what is refused
     */
    boolean explain(String path, InvalidConfigException refusal) {
        return places.entrySet().stream()
                .anyMatch(place -> explains(place.getKey(), place.getValue(), path, refusal));
    }

    private static boolean explains(
            String place, boolean isNothing, String path, InvalidConfigException refusal) {
        if (isWithin(path, place)) {
            return true;
        }
        boolean isMissed = isNothing && refusal.key() == null && isWithin(place, path);
        return refusal.further().isEmpty() && (isMissed || names(refusal, path, place));
    }

    private static boolean names(InvalidConfigException refusal, String path, String place) {
        String key = BindingReport.last(place);
        String parent = place.substring(0, Math.max(0, place.length() - key.length() - 2));
        return (isWithin(path, parent) || isWithin(parent, path))
                && List.of(String.valueOf(refusal.getMessage()).split("\\W+", -1)).contains(key);
    }

    private static boolean isWithin(String path, String outer) {
        return outer.isEmpty()
                || path.equals(outer)
                || path.startsWith(outer + "::")
                || path.startsWith(outer + "[");
    }
}
