// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.custom;

import dev.forager.pipeline.config.InvalidConfigException;
import dev.forager.pipeline.config.Validation;
import dev.forager.receivers.ebpf.probe.Hook;
import dev.forager.receivers.ebpf.runtime.ObjectSpec;
import dev.forager.receivers.ebpf.sys.BpfException;
import dev.forager.receivers.ebpf.sys.Btf;
import dev.forager.receivers.ebpf.sys.Btf.MapDefinition;
import dev.forager.receivers.ebpf.sys.BtfStruct;
import dev.forager.receivers.ebpf.sys.ElfFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A user's object as its file describes itself, against which a configuration is checked: no
 * privilege is needed and nothing is loaded. What does not fit is told as a mistake of the
 * configuration, at its key. Immutable.
 */
final class CustomObject {
    /** Types of maps that are read: hashes and arrays, each also by CPU or least recently used. */
    private static final Set<Integer> TABLES = Set.of(1, 2, 5, 6, 9, 10);

    private static final int RING = 27;

    private final SequencedMap<String, String> programs;
    private final Map<String, MapDefinition> maps;
    private final Btf btf;

    private CustomObject(
            SequencedMap<String, String> programs, Map<String, MapDefinition> maps, Btf btf) {
        this.programs = programs;
        this.maps = maps;
        this.btf = btf;
    }

    /** Reads a file; a problem is one of the key {@code object}. */
    static CustomObject read(Path file) {
        try {
            byte[] bytes = ObjectSpec.bytesOf(file);
            ElfFile elf = ElfFile.read(bytes);
            Validation.require(
                    elf.isBpf(), "object", file + ": of another machine (expected: eBPF)");
            Btf btf = Btf.ofObject(bytes);
            Map<String, MapDefinition> maps =
                    btf.maps().stream()
                            .collect(
                                    Collectors.toMap(
                                            MapDefinition::name, each -> each, (one, _) -> one));
            Validation.require(!elf.programs().isEmpty(), "object", file + ": it has no program");
            return new CustomObject(elf.programs(), maps, btf);
        } catch (BpfException e) {
            String problem = e.getMessage();
            String expected =
                    problem.contains("(expected: ") ? "" : " (expected: a compiled eBPF object)";
            throw new InvalidConfigException(
                    "%s: %s%s".formatted(file, problem, expected), "object");
        }
    }

    /** Whether the object declares this map. */
    boolean hasMap(String name) {
        return maps.containsKey(name);
    }

    void requireProgram(String program, String key) {
        Validation.require(
                programs.containsKey(program),
                key,
                "%s (expected: one of %s)".formatted(program, programs.keySet()));
    }

    /** The programs of these names, or all, with the way each is attached. */
    List<Hook> hooks(List<String> wanted) {
        return programs.entrySet().stream()
                .filter(each -> wanted.isEmpty() || wanted.contains(each.getKey()))
                .map(each -> hook(each.getKey(), each.getValue()))
                .toList();
    }

    private static Hook hook(String program, String section) {
        if (section.startsWith("iter/") || section.startsWith("iter.s/")) {
            return Hook.iterator(program);
        }
        boolean isOfCgroups = section.startsWith("cgroup") || section.equals("sockops");
        return isOfCgroups ? Hook.cgroup(program) : Hook.section(program);
    }

    private MapDefinition map(String name, String key) {
        MapDefinition found = maps.get(name);
        if (found == null) {
            throw new InvalidConfigException(
                    "%s (expected: one of %s)"
                            .formatted(name, maps.keySet().stream().sorted().toList()),
                    key + "::map");
        }
        return found;
    }

    /** How the entries of a metric's map are read. */
    TableLayout metric(CustomMetric metric, String key) {
        MapDefinition map = map(metric.map(), key);
        Validation.require(
                TABLES.contains(map.type()),
                key + "::map",
                "%s: of type %d (expected: a hash or an array)".formatted(map.name(), map.type()));
        boolean hasBuckets = metric.type() == CustomMetric.Type.HISTOGRAM;
        Members of = Members.of(map.key());
        Validation.requireAll(
                () -> of.readers(metric.labels(), hasBuckets, key + "::labels"),
                () -> value(metric, map, key));
        List<FieldReader> labels = of.readers(metric.labels(), hasBuckets, key + "::labels");
        Member bucket = hasBuckets ? of.bucket(key + "::labels") : null;
        return new TableLayout(labels, bucket, value(metric, map, key));
    }

    private static Member value(CustomMetric metric, MapDefinition map, String key) {
        String wanted = metric.value();
        BtfStruct struct = map.value().struct();
        if (struct == null) {
            Validation.require(
                    wanted == null,
                    key + "::value",
                    "%s (expected: none, since the value of %s is no struct)"
                            .formatted(wanted, map.name()));
            return number(
                    new Member("value", 0, map.value().size(), map.value().isSigned()),
                    key + "::map");
        }
        BtfStruct.Field field = wanted == null ? null : struct.field(wanted);
        if (field == null) {
            throw new InvalidConfigException(
                    "%s (expected: one of %s)".formatted(wanted, struct.names()), key + "::value");
        }
        return number(
                new Member(
                        Objects.requireNonNull(wanted),
                        field.offset(),
                        field.size(),
                        field.isSigned()),
                key + "::value");
    }

    private static Member number(Member member, String key) {
        Validation.require(
                member.size() == 4 || member.size() == 8,
                key,
                "a value of %d bytes (expected: a number of 4 or 8)".formatted(member.size()));
        return member;
    }

    /** How the records of a ring are read. */
    List<FieldReader> log(CustomLog log, String key) {
        MapDefinition map = map(log.map(), key);
        Validation.require(
                map.type() == RING,
                key + "::map",
                "%s: of type %d (expected: a ring buffer)".formatted(map.name(), map.type()));
        return members(log.struct(), key).readers(log.fields(), false, key + "::fields");
    }

    private Members members(@Nullable String struct, String key) {
        if (struct == null) {
            return Members.undeclared();
        }
        try {
            return Members.of(btf.struct(struct));
        } catch (BpfException e) {
            throw new InvalidConfigException(
                    "%s (expected: a struct in the object's type information)".formatted(struct),
                    key + "::struct");
        }
    }

    /**
     * How the entries of a map are read.
     *
     * @param labels what of the key tells series apart
     * @param bucket the number of the bucket; null where there are none
     * @param value the number
     */
    record TableLayout(List<FieldReader> labels, @Nullable Member bucket, Member value) {}
}
