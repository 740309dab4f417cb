// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.custom;

import dev.forager.pdata.Value;
import dev.forager.pipeline.IpAddresses;
import dev.forager.receivers.ebpf.process.VisibleText;
import dev.forager.receivers.ebpf.sys.Errno;
import dev.forager.receivers.ebpf.sys.StructView;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one field of a key or record by its declared type. Immutable.
 *
 * @param name the attribute, encoded once; empty for what is none
 * @param type what it holds
 * @param member where it lies
 * @param values names of its numbers
 */
record FieldReader(Value.Str name, FieldType type, Member member, Map<Long, String> values) {
    private static final int ERRNO_MOST = 4095;

    static FieldReader of(CustomField field, Member member) {
        Map<Long, String> values = new HashMap<>();
        field.values().forEach((number, text) -> values.put(Long.valueOf(number), text));
        String name = field.name();
        return new FieldReader(
                Value.Str.of(name == null ? "" : name),
                field.type(),
                new Member(member.name(), member.offset(), member.size(), isSigned(field.type())),
                Map.copyOf(values));
    }

    private static boolean isSigned(FieldType type) {
        return switch (type) {
            case S8, S16, S32, S64, ERRNO -> true;
            default -> false;
        };
    }

    /** The number in it, whatever it stands for. */
    long number(StructView view) {
        return member.number(view, 0);
    }

    /** Its value as an attribute; null where there is nothing to tell. */
    @Nullable Value read(StructView view, Names names) {
        return switch (type) {
            case STRING -> Value.of(VisibleText.of(view.text(member.offset(), member.size())));
            case IP -> Value.of(IpAddresses.text(view.bytes(member.offset(), member.size())));
            case CGROUP, KTIME -> null;
            case KSYM -> Value.of(names.symbol(number(view)));
            case SYSCALL -> Value.of(names.call((int) number(view)));
            case ERRNO -> errno(number(view));
            case DEV -> Value.of(names.disk(number(view)));
            case U8, U16, U32, U64, S8, S16, S32, S64 -> named(number(view));
        };
    }

    private static @Nullable Value errno(long number) {
        long positive = Math.abs(number);
        return positive == 0 || positive > ERRNO_MOST ? null : Value.of(Errno.name(positive));
    }

    private Value named(long number) {
        String text = values.get(number);
        return text == null ? Value.of(number) : Value.of(text);
    }
}
