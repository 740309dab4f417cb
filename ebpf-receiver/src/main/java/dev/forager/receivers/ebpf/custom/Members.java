// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.custom;

import dev.forager.pipeline.config.Validation;
import dev.forager.receivers.ebpf.sys.Btf.MapType;
import dev.forager.receivers.ebpf.sys.BtfStruct;
import dev.forager.receivers.ebpf.sys.BtfStruct.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a key or record, to which those of a configuration are matched in order. Immutable.
 */
final class Members {
    /** Null where the object does not say: then the fields lie as C lays them out. */
    private final @Nullable List<Member> members;

    private Members(@Nullable List<Member> members) {
        this.members = members;
    }

    /** Fields that nobody has declared. */
    static Members undeclared() {
        return new Members(null);
    }

    static Members of(BtfStruct struct) {
        List<Member> found = new ArrayList<>();
        for (String each : struct.names()) {
            Field field = Objects.requireNonNull(struct.field(each));
            found.add(new Member(each, field.offset(), field.size(), field.isSigned()));
        }
        return new Members(List.copyOf(found));
    }

    static Members of(MapType key) {
        BtfStruct struct = key.struct();
        return struct != null
                ? of(struct)
                : new Members(List.of(new Member("key", 0, key.size(), key.isSigned())));
    }

    /** The last field: a number from 0. */
    Member bucket(String key) {
        Member last = Objects.requireNonNull(members).getLast();
        Validation.require(
                last.size() <= 8 && Integer.bitCount(last.size()) == 1,
                key,
                "the key ends with %s of %d bytes (expected: the number of the bucket)"
                        .formatted(last.name(), last.size()));
        return last;
    }

    /**
     * Finds the field of each that is wanted.
     *
     * @param isLastTaken whether the last field is none of them
     */
    List<FieldReader> readers(List<CustomField> wanted, boolean isLastTaken, String key) {
        List<Member> all = members;
        if (all == null) {
            return laidOut(wanted, key);
        }
        List<Member> free = isLastTaken ? all.subList(0, all.size() - 1) : all;
        int[] indexes = indexes(wanted, free, key);
        List<FieldReader> found = new ArrayList<>();
        Validation.requireAll(
                IntStream.range(0, indexes.length)
                        .mapToObj(
                                i ->
                                        () -> {
                                            CustomField field = wanted.get(i);
                                            Member member = free.get(indexes[i]);
                                            requireFits(
                                                    field, member, "%s::[%d]".formatted(key, i));
                                            found.add(FieldReader.of(field, member));
                                        }));
        return found;
    }

    /** Where the field of each is: behind that of the one before, where none is named. */
    private static int[] indexes(List<CustomField> wanted, List<Member> free, String key) {
        List<String> names = free.stream().map(Member::name).toList();
        int[] found = new int[wanted.size()];
        int next = 0;
        for (int i = 0; i < found.length; i++) {
            String name = wanted.get(i).field();
            String at = "%s::[%d]".formatted(key, i);
            found[i] = name == null ? next : names.indexOf(name);
            Validation.require(
                    found[i] >= 0,
                    at + "::field",
                    "%s (expected: one of %s)".formatted(name, names));
            Validation.require(
                    found[i] < names.size(),
                    at,
                    "%s has no field (expected: at most %d, since the fields are %s)"
                            .formatted(wanted.get(i).type().text(), names.size(), names));
            next = found[i] + 1;
        }
        return found;
    }

    private static void requireFits(CustomField field, Member member, String key) {
        Validation.require(
                field.type().fits(member.size()),
                key + "::type",
                "%s (expected: a type of %d bytes, as the field %s has)"
                        .formatted(field.type().text(), member.size(), member.name()));
        Validation.require(
                field.size() == 0 || field.size() == member.size(),
                key + "::size",
                "%d (expected: %d, as the field %s has)"
                        .formatted(field.size(), member.size(), member.name()));
    }

    /** One behind the other, each at a multiple of its size: numbers as C aligns them. */
    private static List<FieldReader> laidOut(List<CustomField> wanted, String key) {
        List<FieldReader> found = new ArrayList<>();
        int offset = 0;
        for (int i = 0; i < wanted.size(); i++) {
            CustomField field = wanted.get(i);
            String at = "%s::[%d]".formatted(key, i);
            Validation.require(
                    field.field() == null,
                    at + "::field",
                    "%s (expected: none without struct)".formatted(field.field()));
            int size = field.size() == 0 ? field.type().bytes() : field.size();
            Validation.require(size > 0, at + "::size", "missing (expected: bytes of the string)");
            boolean isBytes = field.type() == FieldType.STRING || field.type() == FieldType.IP;
            int alignment = isBytes ? 1 : size;
            offset = (offset + alignment - 1) / alignment * alignment;
            found.add(FieldReader.of(field, new Member("", offset, size, false)));
            offset += size;
        }
        return found;
    }
}
