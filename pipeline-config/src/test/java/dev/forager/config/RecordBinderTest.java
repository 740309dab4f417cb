// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.Pattern;
import dev.forager.config.tree.YamlReader;
import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.config.ByteSize;
import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.FormerKey;
import dev.forager.pipeline.config.IgnoredKey;
import dev.forager.pipeline.config.Inline;
import dev.forager.pipeline.config.Key;
import dev.forager.pipeline.config.Max;
import dev.forager.pipeline.config.Min;
import dev.forager.pipeline.config.RefusesNull;
import dev.forager.pipeline.config.RemovedKey;
import dev.forager.pipeline.config.Secret;
import dev.forager.pipeline.config.Validation;
import dev.forager.pipeline.config.Variant;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordBinderTest {
    enum Mode {
        READ_ONLY,
        READ_WRITE
    }

    record Values(
            @Default("true") boolean flag,
            @Default("1") int count,
            @Default("0") @Min(0) @Max(4_294_967_295L) long wide,
            @Default("0.5") @Min(0) @Max(1) double ratio,
            @Default("text") String name,
            @Default("200ms") Duration timeout,
            @Default("1KiB") ByteSize size,
            @Default("hunter1") Secret password,
            @Default("read_only") Mode mode,
            @Nullable URI endpoint,
            @Nullable Path file,
            @Nullable Pattern match,
            @Nullable ComponentId storage) {}

    record Section(@Default("5s") Duration timeout, @Default("[]") List<String> tags) {}

    record Nested(
            @Nullable Section optional,
            @Nullable @Default("{enabled: true, timeout: 1s}") Section on,
            @Nullable @Default("{timeout: 2s}") Section off,
            @Default("{timeout: 3s}") Section always,
            @Default("{}") Switched switched) {}

    record Switched(@Default("true") boolean enabled, @Default("7") int size) {}

    @IgnoredKey(
            keys = {"dialer", "buffer"},
            types = {Map.class, int.class},
            min = 0,
            reason = "the platform has one dialer")
    @RemovedKey(keys = "gone", advice = "use endpoint")
    record Client(
            @FormerKey("url") String endpoint,
            @Default("30s") Duration timeout,
            @Key("odd-key") @Default("0") int odd) {
        Client {
            Validation.require(!endpoint.isEmpty(), "requires a non-empty \"endpoint\"");
            Validation.require(!timeout.isNegative(), "timeout", "must not be negative");
        }
    }

    record Exporter(@Inline @Default("{timeout: 5s}") Client client, @Default("1") int level) {}

    record Open(@Default("1") int level, @Inline Map<String, @Nullable Object> rest) {}

    @Variant(key = "type")
    sealed interface Policy {
        record Latency(@Default("5s") Duration threshold) implements Policy {}

        record StatusCode(List<String> codes) implements Policy {}
    }

    record Policies(@Default("[]") List<Policy> policies) {}

    @Test
    void absentKeys_haveTheirDefaults() throws Exception {
        Values values = RecordBinder.read("", Values.class);
        assertThat(values)
                .isEqualTo(
                        new Values(
                                true,
                                1,
                                0,
                                0.5,
                                "text",
                                Duration.ofMillis(200),
                                new ByteSize(1024),
                                new Secret("hunter1"),
                                Mode.READ_ONLY,
                                null,
                                null,
                                null,
                                null));
    }

    @Test
    void valuesOfEveryType_areRead() throws Exception {
        Values values =
                RecordBinder.read(
                        """
                        flag: false
                        count: -0x10
                        wide: 4294967295
                        ratio: 1
                        name: 'no'
                        timeout: 1h30m
                        size: 10MiB
                        password: pa$$
                        mode: Read-Write
                        endpoint: http://localhost:4318/x
                        file: /tmp/a
                        match: ^a+$
                        storage: file_storage/a
                        """,
                        Values.class);
        assertThat(values.flag()).isFalse();
        assertThat(values.count()).isEqualTo(-16);
        assertThat(values.wide()).isEqualTo(4_294_967_295L);
        assertThat(values.ratio()).isEqualTo(1.0);
        assertThat(values.name()).isEqualTo("no");
        assertThat(values.timeout()).isEqualTo(Duration.ofMinutes(90));
        assertThat(values.size()).isEqualTo(new ByteSize(10 << 20));
        assertThat(values.password().reveal()).isEqualTo("pa$$");
        assertThat(values.mode()).isEqualTo(Mode.READ_WRITE);
        assertThat(values.endpoint()).isEqualTo(URI.create("http://localhost:4318/x"));
        assertThat(values.file()).isEqualTo(Path.of("/tmp/a"));
        assertThat(requireNonNull(values.match()).matches("aaa")).isTrue();
        assertThat(values.storage()).isEqualTo(new ComponentId("file_storage", "a"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "flag: 'true'|flag: true: 'flag' expected type 'bool', got unconvertible type 'string' (expected: true or false)",
                "flag: yes|flag: yes: 'flag' expected type 'bool', got unconvertible type 'string' (expected: true or false)",
                "count: '5'|count: 5: 'count' expected type 'int32', got unconvertible type 'string' (expected: an integer from -2147483648 to 2147483647)",
                "count: 1e20|count: 1e20: 'count' cannot parse value as 'int32': out of range (expected: an integer from -2147483648 to 2147483647)",
                "count: 3000000000|count: 3000000000: 'count' cannot parse value as 'int32': out of range (expected: an integer from -2147483648 to 2147483647)",
                "wide: 4294967296|wide: 4294967296: 'wide' cannot parse value as 'uint32': out of range (expected: an integer from 0 to 4294967295)",
                "wide: 18446744073709551615|wide: 18446744073709551615: 'wide' cannot parse value as 'uint32': out of range (expected: an integer from 0 to 4294967295)",
                "wide: -1|wide: -1: 'wide' cannot parse value as 'uint32': negative, overflows uint (expected: an integer from 0 to 4294967295)",
                "count: 1.5|count: 1.5: 'count' cannot parse value as 'int32': a fraction"
                        + " (expected: an integer from -2147483648 to 2147483647)",
                "wide: 0.5|wide: 0.5: 'wide' cannot parse value as 'uint32': a fraction (expected:"
                        + " an integer from 0 to 4294967295)",
                "timeout: 1.5|timeout: 1.5: 'timeout' time: missing unit in duration (expected: a"
                        + " duration such as 200ms, 5s or 1h30m)",
                "wide: [1]|wide: a list: 'wide' expected type 'uint32', got unconvertible type '[]interface {}' (expected: an integer from 0 to 4294967295)",
                "ratio: 1.5|ratio: 1.5: 'ratio' out of range (expected: a number >= 0 <= 1)",
                "ratio: .nan|ratio: .nan: 'ratio' out of range (expected: a number >= 0 <= 1)",
                "name: 5|name: 5: 'name' expected type 'string', got unconvertible type 'int' (expected: text: put it in quotes)",
                "name: {a: b}|name: a map: 'name' expected type 'string', got unconvertible type 'map[string]interface {}' (expected: text)",
                "timeout: 5x|timeout: 5x: 'timeout' time: unknown unit (expected: a duration such as 200ms, 5s or 1h30m)",
                "timeout: '5'|timeout: 5: 'timeout' time: missing unit in duration (expected: a duration such as 200ms, 5s or 1h30m)",
                "timeout: 1e30|timeout: 1e30: 'timeout' time: missing unit in duration (expected: a duration such as 200ms, 5s or 1h30m)",
                "timeout: 9999999h|timeout: 9999999h: 'timeout' time: invalid duration (expected: a duration such as 200ms, 5s or 1h30m)",
                "timeout: true|timeout: true: 'timeout' expected type 'time.Duration', got unconvertible type 'bool' (expected: a duration such as 200ms, 5s or 1h30m)",
                "size: 10XB|size: 10XB: 'size' invalid byte size (expected: a size such as 1048576, 512KB or 10MiB)",
                "password: 12345|password: [REDACTED]: 'password' expected type 'configopaque.String', got unconvertible type 'int' (expected: text: put it in quotes)",
                "mode: read_onyl|mode: read_onyl: 'mode' unknown value \"read_onyl\" (did you mean \"read_only\"?) (expected: one of read_only, read_write)",
                "endpoint: 'http://a b'|endpoint: http://a b: 'endpoint' cannot be parsed as a URL: Illegal character in authority at index 8 (expected: a URL such as http://localhost:4318)",
                "match: 'a('|match: a(: 'match' error parsing regexp: missing closing ) (expected: a regular expression of RE2)",
                "storage: a/|storage: a/: 'storage' in \"a/\" id: the part after / should not be empty (expected: type or type/name)",
                "tiemout: 5s|'' has invalid keys: tiemout (did you mean \"timeout\"?) (expected: one of count, endpoint, file, flag, match, mode, name, password, ratio, size, storage, timeout, wide)",
            })
    void valueThatDoesNotFit_isRefusedWithAdvice(String yaml, String problem) {
        assertThatThrownBy(() -> RecordBinder.read(yaml, Values.class))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        e ->
                                assertThat(e.problems())
                                        .extracting(
                                                it ->
                                                        it.path().isEmpty()
                                                                ? it.message()
                                                                : it.path() + ": " + it.message())
                                        .containsExactly(problem));
    }

    @Test
    void nullScalar_isZeroAsUpstream() throws Exception {
        Values values =
                RecordBinder.read(
                        "{flag: , count: , ratio: , name: , timeout: , size: , password: , mode: , endpoint: }",
                        Values.class);
        assertThat(values)
                .isEqualTo(
                        new Values(
                                false,
                                0,
                                0,
                                0,
                                "",
                                Duration.ZERO,
                                new ByteSize(0),
                                new Secret(""),
                                Mode.READ_ONLY,
                                null,
                                null,
                                null,
                                null));
    }

    record Strict(@Default("read_only") @RefusesNull("unknown mode") Mode mode) {}

    @Test
    void nullThatTheKeyRefuses_isAMistakeAndNotTheDefault() throws Exception {
        assertThat(RecordBinder.read("{}", Strict.class).mode()).isEqualTo(Mode.READ_ONLY);
        assertThatThrownBy(() -> RecordBinder.read("mode: ~", Strict.class))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("unknown mode (expected: one of");
    }

    @Test
    void durations_areThoseOfGo() throws Exception {
        assertThat(timeout("0")).isEqualTo(Duration.ZERO);
        assertThat(timeout("5")).isEqualTo(Duration.ofNanos(5));
        assertThat(timeout("5.0")).isEqualTo(Duration.ofNanos(5));
        assertThat(timeout("1.5s")).isEqualTo(Duration.ofMillis(1500));
        assertThat(timeout("-1s")).isEqualTo(Duration.ofSeconds(-1));
        assertThat(timeout(".5s")).isEqualTo(Duration.ofMillis(500));
        assertThat(timeout("3µs4ns")).isEqualTo(Duration.ofNanos(3004));
    }

    private static Duration timeout(String text) throws ConfigException {
        return RecordBinder.read("timeout: " + text, Values.class).timeout();
    }

    @Test
    void optionalSection_isThereWhenItsKeyIs() throws Exception {
        Nested absent = RecordBinder.read("", Nested.class);
        assertThat(absent.optional()).isNull();
        assertThat(requireNonNull(absent.on()).timeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(absent.off()).isNull();
        assertThat(absent.always().timeout()).isEqualTo(Duration.ofSeconds(3));

        Nested empty =
                RecordBinder.read(
                        "{optional: , on: , off: {}, always: , switched: }", Nested.class);
        assertThat(empty.optional()).isNull();
        assertThat(RecordBinder.read("optional: {}", Nested.class).optional())
                .isEqualTo(new Section(Duration.ofSeconds(5), List.of()));
        assertThat(requireNonNull(empty.off()).timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(empty.switched()).isEqualTo(new Switched(true, 7));

        Nested off =
                RecordBinder.read(
                        "{optional: {enabled: false, timeout: 1s}, on: {enabled: false}, switched: {enabled: false}}",
                        Nested.class);
        assertThat(off.optional()).isNull();
        assertThat(off.on()).isNull();
        assertThat(off.switched().enabled()).isFalse();
        assertThatThrownBy(() -> RecordBinder.read("optional: {enabled: x}", Nested.class))
                .hasMessageContaining("unexpected type string for 'enabled'");
        assertThatThrownBy(() -> RecordBinder.read("always: {enabled: false}", Nested.class))
                .hasMessageContaining("has invalid keys: enabled");
    }

    @Test
    void inlinedRecord_sharesTheLevelAndItsDefaultsAreOverridden() throws Exception {
        Exporter read = RecordBinder.read("{endpoint: x, level: 3, odd-key: 4}", Exporter.class);
        assertThat(read).isEqualTo(new Exporter(new Client("x", Duration.ofSeconds(5), 4), 3));
        assertThatThrownBy(() -> RecordBinder.read("{endpoint: x, leve: 3}", Exporter.class))
                .hasMessageContaining("did you mean \"level\"?");
    }

    @Test
    void inlinedMap_takesWhatIsLeft() throws Exception {
        Open read = RecordBinder.read("{level: 2, a: 1, b: }", Open.class);
        assertThat(read.rest().toString()).isEqualTo("{a=1, b=null}");
    }

    @Test
    void wholeNumbersWithAPoint_areIntegers() throws Exception {
        Values values = RecordBinder.read("{count: -2.0, timeout: 5e9}", Values.class);
        assertThat(values.count()).isEqualTo(-2);
        assertThat(values.timeout()).isEqualTo(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    dialer: true  | dialer: true: 'dialer' expected a map or struct, got "bool"
                    dialer: [a]   | dialer: a list: 'dialer' expected a map or struct, got "slice"
                    buffer: 5s    | buffer: 5s: 'buffer' expected type 'uint32', got unconvertible type 'string'
                    buffer: -1    | buffer: -1: 'buffer' cannot parse value as 'uint32': negative, overflows uint
                    """)
    void keysWithoutEffect_areOfTheirType(String yaml, String text) {
        assertThatThrownBy(() -> RecordBinder.read("{endpoint: x, " + yaml + "}", Client.class))
                .hasMessageContaining(text);
    }

    @IgnoredKey(keys = IgnoredKey.ANY_SECTION, types = Map.class, reason = "none")
    record Tolerant(@Default("{}") Map<String, String> labels) {}

    @Test
    void sectionsThatNobodyKnows_areToldWhereTheCollectorTakesThem() throws Exception {
        var problems = new Problems();
        var yaml = YamlReader.read("{lables: {a: b}, other: }", "f");
        assertThat(RecordBinder.bind(yaml, Tolerant.class, "x", problems))
                .isEqualTo(new Tolerant(Map.of()));
        assertThat(problems.notices())
                .extracting(Notice::toString)
                .anySatisfy(it -> assertThat(it).contains("x::lables", "\"labels\""))
                .anySatisfy(it -> assertThat(it).contains("x::other"))
                .hasSize(2);
        assertThatThrownBy(() -> RecordBinder.read("lables: 5", Tolerant.class))
                .hasMessageContaining("has invalid keys: lables");
    }

    @Test
    void oldKeys_workWarnOrFail() throws Exception {
        var problems = new Problems();
        Client client =
                RecordBinder.bind(
                        YamlReader.read("{url: x, dialer: {a: 1}}", "f"),
                        Client.class,
                        "exporters::c",
                        problems);
        assertThat(requireNonNull(client).endpoint()).isEqualTo("x");
        assertThat(problems.notices())
                .extracting(Notice::toString)
                .containsExactly(
                        new Notice(
                                        org.slf4j.event.Level.WARN,
                                        "Configuration key is deprecated",
                                        Map.of("key", "exporters::c::url", "use", "endpoint"))
                                .toString(),
                        new Notice(
                                        org.slf4j.event.Level.INFO,
                                        "Configuration key has no effect",
                                        Map.of(
                                                "key",
                                                "exporters::c::dialer",
                                                "reason",
                                                "the platform has one dialer"))
                                .toString());
        assertThatThrownBy(() -> RecordBinder.read("{url: x, endpoint: y}", Client.class))
                .hasMessageContaining("url: is the former name of \"endpoint\", which is set too");
        assertThatThrownBy(() -> RecordBinder.read("{endpoint: x, gone: y}", Client.class))
                .hasMessage("gone: is not supported: use endpoint at yaml:1:15");
    }

    @Test
    void variant_isChosenByItsKey() throws Exception {
        Policies read =
                RecordBinder.read(
                        "policies: [{type: latency, threshold: 1s}, {type: status_code, codes: [a]}]",
                        Policies.class);
        assertThat(read.policies())
                .containsExactly(
                        new Policy.Latency(Duration.ofSeconds(1)),
                        new Policy.StatusCode(List.of("a")));
        assertThatThrownBy(
                        () ->
                                RecordBinder.read(
                                        "policies: [{type: latncy}, {}, {type: latency, codes: []}]",
                                        Policies.class))
                .hasMessage(
                        """
                        policies[0]::type: latncy: 'type' unknown (did you mean "latency"?) (expected: one of latency, status_code) at yaml:1:19
                        policies[1]::type: missing (expected: one of latency, status_code) at yaml:1:28
                        policies[2]: 'policies[2]' has invalid keys: codes (expected: one of threshold) at yaml:1:48""");
    }
}
