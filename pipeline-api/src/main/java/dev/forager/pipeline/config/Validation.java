// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rules between the keys of one record, checked in its compact constructor. While a record is
 * {@link #checked}, a rule that is broken is noted and the constructor goes on, so that no mistake
 * hides another; else the first one ends it.
 */
public final class Validation {
    private static final ScopedValue<Notes> NOTES = ScopedValue.newInstance();

    private Validation() {}

    /** What was noted while a record was made. */
    private static final class Notes {
        final List<InvalidConfigException> refusals = new ArrayList<>();
        @Nullable RuntimeException failure;

        void add(RuntimeException e) {
            if (e instanceof InvalidConfigException refusal) {
                refusals.add(refusal);
                refusals.addAll(refusal.others());
            } else if (failure == null) {
                failure = e;
            }
        }
    }

    /**
     * A record that was made, and what its rules say of it.
     *
     * @param record null when its constructor did not come to its end
     * @param refusals what is wrong, in the order of the rules; a later one may be due to an
     *     earlier one
     * @param failure what ended the constructor or one of its checks otherwise, mostly because of
     *     what was refused before
     */
    public record Checked(
            @Nullable Object record,
            List<InvalidConfigException> refusals,
            @Nullable RuntimeException failure) {}

    /** Makes a record, and goes on where one of its rules is broken. */
    public static Checked checked(Supplier<Object> maker) {
        var notes = new Notes();
        Object made =
                ScopedValue.where(NOTES, notes)
                        .call(
                                () -> {
                                    try {
                                        return maker.get();
                                    } catch (RuntimeException e) {
                                        notes.add(e);
                                        return null;
                                    }
                                });
        return new Checked(made, List.copyOf(notes.refusals), notes.failure);
    }

    /**
     * Refuses a configuration.
     *
     * @throws InvalidConfigException with {@code message} when {@code condition} does not hold and
     *     the record is not {@link #checked}; the binder adds path and position
     */
    public static void require(boolean condition, String message) {
        require(condition, null, message);
    }

    /**
     * Refuses the value of one key.
     *
     * @param key the key inside this record, such as {@code endpoint}, {@code tls::cert_file} or
     *     {@code actions::[2]}
     */
    public static void require(boolean condition, @Nullable String key, String message) {
        if (!condition) {
            refuse(new InvalidConfigException(message, key));
        }
    }

    /**
     * Refuses a configuration.
     *
     * @throws InvalidConfigException the one given, when the record is not {@link #checked}
     */
    public static void refuse(InvalidConfigException refusal) {
        if (!NOTES.isBound()) {
            throw refusal;
        }
        NOTES.get().add(refusal);
    }

    /**
     * Makes checks that do not depend on each other and may throw, so that all mistakes are told at
     * once.
     *
     * @throws InvalidConfigException with all that the checks refuse
     */
    public static void requireAll(Runnable... checks) {
        requireAll(Stream.of(checks));
    }

    /**
     * Makes checks that do not depend on each other and may throw, so that all mistakes are told at
     * once.
     *
     * @throws InvalidConfigException with all that the checks refuse, when the record is not {@link
     *     #checked}
     */
    public static void requireAll(Stream<Runnable> checks) {
        Notes notes = NOTES.isBound() ? NOTES.get() : new Notes();
        checks.forEach(
                check -> {
                    try {
                        check.run();
                    } catch (RuntimeException e) {
                        notes.add(e);
                    }
                });
        if (NOTES.isBound()) {
            return;
        }
        if (notes.failure != null) {
            throw notes.failure;
        }
        if (!notes.refusals.isEmpty()) {
            throw InvalidConfigException.ofAll(notes.refusals);
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
