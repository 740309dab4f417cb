// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.custom;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Max;
import dev.forager.pipeline.config.Min;
import dev.forager.pipeline.config.Validation;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A field of a key or record that becomes an attribute. */
public record CustomField(
        @Doc("The attribute; cgroup and ktime need none.") @Nullable String name,
        @Doc(
                        "What it holds: u8, u16, u32, u64, s8, s16, s32, s64, string, ip, cgroup, ksym,"
                                + " syscall, errno, dev, ktime.")
                FieldType type,
        @Doc("Bytes of it; absent: what the struct says, or else what the type has.")
                @Default("0")
                @Min(0)
                @Max(4096)
                int size,
        @Doc("Which field of the struct it is; absent: the next one.") @Nullable String field,
        @Doc("Names of values, such as {\"0\": read}; a value without one stays a number.")
                @Default("{}")
                Map<String, String> values) {
    /** Checks what can be checked without the object. */
    public CustomField {
        values = Map.copyOf(values);
        Set<String> numbers = values.keySet();
        requireName(name, type);
        Validation.require(
                size == 0 || type.fits(size),
                "size",
                "%d bytes (expected: as many as %s has)".formatted(size, type.text()));
        requireNumbers(numbers, type);
    }

    private static void requireName(@Nullable String name, FieldType type) {
        boolean needsName = type != FieldType.CGROUP && type != FieldType.KTIME;
        Validation.require(
                !needsName || (name != null && !name.isBlank()),
                "name",
                "missing (expected: the name of an attribute)");
        Validation.require(
                needsName || name == null,
                "name",
                "%s (expected: none, since %s is no attribute)".formatted(name, type.text()));
    }

    private static void requireNumbers(Set<String> written, FieldType type) {
        Validation.require(
                written.isEmpty() || type.isNumber(),
                "values",
                "of type %s (expected: a number such as u32)".formatted(type.text()));
        for (String each : written) {
            Validation.require(
                    each.matches("-?\\d{1,18}"),
                    "values",
                    "%s (expected: a decimal number)".formatted(each));
        }
    }
}
