// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.custom;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.receivers.ebpf.EbpfReceiverFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mistakes about a user's object are found by reading its file, without loading anything. */
class CustomConfigTest {
    private static final EbpfReceiverFactory FACTORY = new EbpfReceiverFactory();

    @TempDir Path folder;

    private static String custom(String rest) {
        return "custom: [{name: exits, object: %s, %s}]".formatted(ExampleObject.file(), rest);
    }

    private static String metric(String rest) {
        return custom("metrics: [{map: exits, name: app.exits, " + rest + "}]");
    }

    private static String log(String rest) {
        return custom("logs: [{map: failures, event_name: app.failure, " + rest + "}]");
    }

    @Test
    void theExample_isValid_andHasItsHash() throws Exception {
        var config = assertThatConfig(FACTORY, ExampleObject.receiverConfig()).binds();
        assertThat(config.custom().getFirst().metrics()).hasSize(2);
        byte[] digest =
                MessageDigest.getInstance("SHA-256")
                        .digest(Files.readAllBytes(ExampleObject.file()));
        assertThat(HexFormat.of().formatHex(digest)).isEqualTo(ExampleObject.recordedHash());
    }

    @Test
    void anObject_thatIsNone_isRefused() throws IOException {
        Path text =
                Files.writeString(folder.resolve("text.o"), "no object at all, but long enough");
        assertThatConfig(FACTORY, "custom: [{name: a, object: /no/such.o}]")
                .failsWith("object: /no/such.o: not found (expected: a compiled eBPF object)");
        assertThatConfig(FACTORY, "custom: [{name: a, object: %s}]".formatted(text))
                .failsWith("no ELF file (expected: a compiled eBPF object)");
        assertThatConfig(FACTORY, "custom: [{name: a, object: %s}]".formatted(folder))
                .failsWith("no file (expected: a compiled eBPF object)");
        byte[] foreign = Files.readAllBytes(ExampleObject.file());
        foreign[0x12] = 62;
        Path other = Files.write(folder.resolve("other.o"), foreign);
        assertThatConfig(FACTORY, "custom: [{name: a, object: %s}]".formatted(other))
                .failsWith("of another machine (expected: eBPF)");
    }

    @Test
    void namesThatTheObjectLacks_areRefusedWithThoseThatItHas() {
        assertThatConfig(FACTORY, custom("programs: [at_exit]"))
                .failsWith("programs[0]: at_exit (expected: one of [on_exit])");
        assertThatConfig(FACTORY, custom("metrics: [{map: ends, name: a, type: counter}]"))
                .failsWith(
                        "map: ends (expected: one of [exits, failures, forager_sampling, lifetimes])");
        assertThatConfig(FACTORY, log("struct: fault, fields: [{type: ktime}]"))
                .failsWith("struct: fault (expected: a struct in the object's type information)");
        assertThatConfig(FACTORY, metric("type: counter, labels: [{name: a, type: u4}]"))
                .failsWith("labels[0]::type: u4");
    }

    @Test
    void mapsOfAnotherType_areRefused() {
        assertThatConfig(FACTORY, custom("metrics: [{map: failures, name: a, type: counter}]"))
                .failsWith("failures: of type 27 (expected: a hash or an array)");
        assertThatConfig(
                        FACTORY,
                        custom("logs: [{map: exits, event_name: a, fields: [{type: ktime}]}]"))
                .failsWith("exits: of type 5 (expected: a ring buffer)");
    }

    @Test
    void sizesThatTheTypesContradict_areRefused() {
        assertThatConfig(FACTORY, metric("type: counter, labels: [{name: a, type: u32}]"))
                .failsWith(
                        "labels[0]::type: u32 (expected: a type of 8 bytes, as the field cgroup has)");
        assertThatConfig(
                        FACTORY,
                        metric(
                                "type: counter, labels: [{name: a, type: u8, field: code},"
                                        + " {name: b, type: u16}, {name: c, type: u16}]"))
                .failsWith("labels[2]: u16 has no field");
        assertThatConfig(
                        FACTORY,
                        metric("type: counter, labels: [{name: a, type: u8, field: colour}]"))
                .failsWith("field: colour (expected: one of [cgroup, uid, signal, code, unused])");
        assertThatConfig(
                        FACTORY,
                        log(
                                "struct: failure, fields: [{type: ktime}, {type: cgroup},"
                                        + " {name: p, type: string, size: 8}]"))
                .failsWith("size: 8 (expected: 4, as the field pid has)");
        assertThatConfig(FACTORY, metric("type: counter, value: count"))
                .failsWith("value: count (expected: none, since the value of exits is no struct)");
    }

    @Test
    void allMistakesOfAnEntry_areToldAtOnce() {
        assertThatConfig(
                        FACTORY,
                        metric(
                                "type: histogram, factor: 0, labels: [{type: u32, size: 3},"
                                        + " {type: ktime, values: {a: b}}]"))
                .failsWith(
                        "scale: missing",
                        "factor: 0.0 (expected: above 0)",
                        "labels[0]::name: missing",
                        "labels[0]::type: u32 (expected: a type of 8 bytes",
                        "labels[0]::size: 3 bytes (expected: as many as u32 has)",
                        "labels[1]::type: ktime (expected: another type",
                        "labels[1]::values: a (expected: a decimal number)",
                        "labels[1]::values: of type ktime");
        assertThatConfig(FACTORY, metric("type: histogram, factor: 0, labels: [{type: ktime}]"))
                .failsWith(
                        "scale: missing",
                        "factor: 0.0 (expected: above 0)",
                        "labels[0]::type: ktime");
        assertThatConfig(
                        FACTORY,
                        metric(
                                "type: counter, value: count, labels: [{name: a, type: u32},"
                                        + " {name: b, type: u16}]"))
                .failsWith(
                        "value: count (expected: none",
                        "labels[0]::type: u32 (expected: a type of 8 bytes",
                        "labels[1]::type: u16 (expected: a type of 4 bytes");
        assertThatConfig(
                        FACTORY,
                        "custom: [{name: a b, object: /no/such.o, programs: [x], logs: [{map: '',"
                                + " event_name: '', fields: []}]}]")
                .failsWith(
                        "name: \"a b\"",
                        "object: /no/such.o: not found",
                        "map: empty",
                        "event_name: empty",
                        "fields: empty");
        assertThatConfig(FACTORY, "custom: [{name: a b, object: /no/such.o, programs: [x]}]")
                .failsWith("name: \"a b\" (expected: letters", "object: /no/such.o: not found");
    }

    @Test
    void keysThatDoNotGoTogether_areRefused() {
        assertThatConfig(FACTORY, metric("type: histogram"))
                .failsWith("scale: missing (expected: log2, linear or explicit)");
        assertThatConfig(FACTORY, metric("type: counter, scale: log2")).failsWith("scale: of no");
        assertThatConfig(FACTORY, metric("type: histogram, scale: linear"))
                .failsWith("width: 0 (expected: above 0 for a linear histogram, else none)");
        assertThatConfig(FACTORY, metric("type: histogram, scale: explicit, bounds: [2, 1]"))
                .failsWith("bounds[1]: 1.0 (expected: above 2.0)");
        assertThatConfig(FACTORY, metric("type: counter, factor: 0"))
                .failsWith("factor: 0.0 (expected: above 0)");
        assertThatConfig(FACTORY, metric("type: counter, labels: [{name: a, type: cgroup}]"))
                .failsWith("name: a (expected: none, since cgroup is no attribute)");
        assertThatConfig(FACTORY, metric("type: counter, labels: [{type: u32}]"))
                .failsWith(
                        "name: missing (expected: the name of an attribute)",
                        "type: u32 (expected: a type of 8 bytes");
        assertThatConfig(FACTORY, metric("type: counter, labels: [{type: ktime}]"))
                .failsWith("ktime (expected: another type");
        assertThatConfig(FACTORY, log("fields: [{name: a, type: string}]"))
                .failsWith("size: missing (expected: bytes of the string)");
        assertThatConfig(
                        FACTORY,
                        "custom: [{name: a, object: %1$s}, {name: a, object: %1$s}]"
                                .formatted(ExampleObject.file()))
                .failsWith("a (expected: a name of its own)");
    }
}
