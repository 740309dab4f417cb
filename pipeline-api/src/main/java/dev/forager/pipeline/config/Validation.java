// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rules between the keys of one record, checked in its compact constructor. */
public final class Validation {
    private Validation() {}

    /**
     * Refuses a configuration.
     *
     * @throws InvalidConfigException with {@code message} when {@code condition} does not hold; the
     *     binder adds path and position
     */
    public static void require(boolean condition, String message) {
        if (!condition) {
            throw new InvalidConfigException(message, null);
        }
    }

    /**
     * Refuses the value of one key.
     *
     * @param key the key inside this record, such as {@code endpoint}, {@code tls::cert_file} or
     *     {@code actions::[2]}
     */
    public static void require(boolean condition, @Nullable String key, String message) {
        if (!condition) {
            throw new InvalidConfigException(message, key);
        }
    }

    /**
     * Makes checks that do not depend on each other, so that all mistakes are told at once.
     *
     * @throws InvalidConfigException with all that the checks refuse
     */
    public static void requireAll(Runnable... checks) {
        requireAll(Stream.of(checks));
    }

    /**
     * Makes checks that do not depend on each other, so that all mistakes are told at once.
     *
     * @throws InvalidConfigException with all that the checks refuse
     */
    public static void requireAll(Stream<Runnable> checks) {
        var refusals = new ArrayList<InvalidConfigException>();
        checks.forEach(
                check -> {
                    try {
                        check.run();
                    } catch (InvalidConfigException e) {
                        refusals.add(e);
                        refusals.addAll(e.others());
                    }
                });
        if (!refusals.isEmpty()) {
            throw InvalidConfigException.ofAll(refusals);
        }
    }

    /**
     * Checks each element of a list, so that all mistakes are told at once.
     *
     * @param key of the list inside this record
     * @param check is given an element and its key
     * @throws InvalidConfigException with all that the check refuses
     */
    public static <T> void requireEach(List<T> list, String key, BiConsumer<T, String> check) {
        requireAll(
                IntStream.range(0, list.size())
                        .mapToObj(
                                i ->
                                        () ->
                                                check.accept(
                                                        list.get(i),
                                                        "%s::[%d]".formatted(key, i))));
    }
}
