// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import dev.forager.pipeline.config.InvalidConfigException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The places of wrong values, whether others stand in for them so that the rules of the records
 * around them can be asked or not. What a rule says because of them is no other mistake. Confined
 * to one thread.
 */
final class WrongPlaces {
    /** What is known of a place. */
    private enum State {
        /** Something stands there in the place of what is wrong. */
        OTHER,
        /** As if nothing was there. */
        NOTHING,
        /** What is there is refused. */
        REFUSED,
        /** What is there does not go with something else. */
        NAMED
    }

    private final Map<String, State> places = new LinkedHashMap<>();

    /** Another value stands at {@code path}. */
    void add(String path, @Nullable Object value) {
        places.put(path, isNothing(value) ? State.NOTHING : State.OTHER);
    }

    /** The value at {@code path} stays there though it is refused. */
    void addRefused(String path) {
        places.putIfAbsent(path, State.REFUSED);
    }

    /** A rule of the record names the value at {@code path} first. */
    void addNamed(String path) {
        places.putIfAbsent(path, State.NAMED);
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
     * Whether a refusal is due to one of these: it is said of its place, or beside it with its key,
     * or of a record as a whole that lacks it. An excerpt shows a text that the user wrote.
     *
     * @param path of what is refused
     */
    boolean explain(String path, InvalidConfigException refusal) {
        return places.entrySet().stream()
                .anyMatch(place -> explains(place.getKey(), place.getValue(), path, refusal));
    }

    private static boolean explains(
            String place, State state, String path, InvalidConfigException refusal) {
        if (state == State.NAMED) {
            return refusal.key() == null && names(refusal, path, place);
        }
        if (isWithin(path, place)) {
            return true;
        }
        boolean isMissed = state == State.NOTHING && refusal.key() == null && isWithin(place, path);
        return refusal.further().isEmpty() && (isMissed || names(refusal, path, place));
    }

    private static boolean names(InvalidConfigException refusal, String path, String place) {
        String key = BindingReport.last(place);
        String parent = place.substring(0, Math.max(0, place.length() - key.length() - 2));
        return (isWithin(path, parent) || isWithin(parent, path))
                && words(refusal).anyMatch(key::equals);
    }

    /** The words of what is wrong, keys among them; not of what is expected. */
    static Stream<String> words(InvalidConfigException refusal) {
        String wrong = String.valueOf(refusal.getMessage()).split("\\(expected:", 2)[0];
        return Stream.of(wrong.split("\\W+", -1));
    }

    private static boolean isWithin(String path, String outer) {
        return outer.isEmpty()
                || path.equals(outer)
                || path.startsWith(outer + "::")
                || path.startsWith(outer + "[");
    }
}
