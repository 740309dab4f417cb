// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.config.tree.MapNode;
import dev.forager.config.tree.Node;
import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigResolverTest {
    private static final String FAILED = "failed to get config: cannot resolve the configuration: ";

    @TempDir Path folder;

    record Fields(
            @Default("") String text,
            @Default("0") int number,
            @Default("false") boolean flag,
            @Default("1s") Duration time,
            @Default("Normal") TelemetryMetrics.Level level,
            @Default("''") Secret secret,
            @Default("[]") List<String> list,
            @Default("[]") List<Integer> numbers) {}

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "zip:x|unsupported scheme on URI \"zip:x\" (expected: one of env, file, http, https, yaml)",
                "1:x|invalid uri: \"1:x\"",
                "nofile.yaml|FAILEDcannot retrieve the configuration: unable to read the file file:nofile.yaml: open nofile.yaml: no such file or directory",
                "file:/|FAILEDcannot retrieve the configuration: unable to read the file file:/: read /: is a directory",
                "file:.|FAILEDcannot retrieve the configuration: unable to read the file file:.: read .: is a directory",
                "yaml:5|FAILEDretrieved value (type=int) cannot be used as a Conf (expected: a map with sections such as receivers and service) at --config yaml:1:1",
                "env:LIST|FAILEDretrieved value (type=[]interface {}) cannot be used as a Conf (expected: a map with sections such as receivers and service) at env:LIST:1:1",
                "env:1X|FAILEDcannot retrieve the configuration: environment variable \"1X\" has invalid name: must match regex ^[a-zA-Z_][a-zA-Z0-9_]*$",
                "yaml:'a: [b'|FAILEDretrieved value (type=string) cannot be used as a Conf (expected: a map with sections such as receivers and service) at --config yaml:1:1",
                "yaml:{a: '${1X}', b: '${vault:x}'}|FAILEDenvironment variable \"1X\" has invalid name: must match regex ^[a-zA-Z_][a-zA-Z0-9_]*$ at --config yaml:1:5",
                "yaml:a: ${NAME:-x}|a: FAILEDscheme \"NAME\" is not supported for uri \"NAME:-x\": a default needs the form ${env:NAME:-default} (expected: one of env, file, http, https, yaml) at --config yaml:1:4",
                "yaml:a: ${yaml:$$}|a: FAILEDthe uri \"yaml:$$\" contains unsupported characters ('$') at --config yaml:1:4",
                "yaml:a: ${LOOP}|a: FAILEDtoo many recursive expansions at --config yaml:1:4",
                "yaml:a: ${LOOPS}|FAILEDtoo many recursive expansions at --config yaml:1:4",
            })
    @Timeout(10)
    void sourceThatCannotBeUsed_isOneClearProblem(String uri, String message) {
        assertThatThrownBy(
                        () ->
                                resolve(
                                        Map.of(
                                                "LIST",
                                                "[1]",
                                                "LOOP",
                                                "${LOOP}",
                                                "LOOPS",
                                                "[\"${LOOPS}\"]"),
                                        uri))
                .isInstanceOf(ConfigException.class)
                .message()
                .contains(message.replace("FAILED", FAILED));
    }

    @Test
    void allReferencesThatFail_areReported() {
        assertThatThrownBy(() -> resolve(Map.of(), "yaml:{a: '${1X}', b: ['${vault:x}']}"))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        e ->
                                assertThat(e.problems())
                                        .extracting(Problem::path)
                                        .containsExactly("a", "b::0"));
    }

    @Test
    void noSource_isRefused() {
        assertThatThrownBy(() -> resolve(Map.of()))
                .hasMessage("at least one config flag must be provided");
    }

    @Test
    void badSet_isRefused() {
        assertThatThrownBy(
                        () ->
                                ConfigResolver.system()
                                        .resolve(
                                                List.of("yaml:"),
                                                List.of("a:b"),
                                                FeatureGates.defaults()))
                .hasMessage("invalid argument \"a:b\" for \"--set\" flag: missing equal sign");
    }

    @Test
    void wholeReference_keepsItsTextForTextFields() throws Exception {
        var environment =
                Map.of("N", "0123", "T", "true", "M", "{a: 1}", "L", "a,b", "S", "1e3", "D", "5s");
        assertThat(fields(environment, "text: ${N}").text()).isEqualTo("0123");
        assertThat(fields(environment, "number: ${N}").number()).isEqualTo(83);
        assertThat(fields(environment, "text: ${T}").text()).isEqualTo("true");
        assertThat(fields(environment, "flag: ${T}").flag()).isTrue();
        assertThat(fields(environment, "text: ${M}").text()).isEqualTo("{a: 1}");
        assertThat(fields(environment, "list: ${L}").list()).containsExactly("a", "b");
        assertThat(fields(environment, "secret: ${S}").secret().reveal()).isEqualTo("1e3");
        for (String nothing : List.of("null", "~", "# c", "%x", "---")) {
            assertThat(fields(Map.of("N", nothing), "text: ${N}").text()).isEqualTo(nothing);
        }
        assertThat(fields(environment, "list: ['${N}']").list()).containsExactly("0123");
        assertThat(fields(environment, "numbers: ['${N}']").numbers()).containsExactly(83);
        assertThat(fields(environment, "time: ${D}").time()).isEqualTo(Duration.ofSeconds(5));
        assertThat(fields(environment, "number: ${UNSET}").number()).isZero();
        assertThat(fields(environment, "text: ${UNSET}").text()).isEmpty();
    }

    @Test
    void problemBehindReference_namesTheReferenceAndHidesTheValue() {
        var environment = Map.of("PASS", "hunter2");
        assertThatThrownBy(() -> fields(environment, "number: ${env:PASS}"))
                .hasMessageContaining("number: ${env:PASS}: 'number' expected type 'int32', got")
                .hasMessageContaining("at --config yaml:1:9")
                .hasMessageNotContaining("hunter2");
        assertThatThrownBy(() -> fields(environment, "time: x${env:PASS}"))
                .hasMessageContaining("time: x${env:PASS}: 'time' time: invalid duration")
                .hasMessageNotContaining("hunter2");
        assertThatThrownBy(() -> fields(environment, "level: ${env:PASS}"))
                .hasMessageContaining("'level' unknown metrics level \"${env:PASS}\" (expected")
                .hasMessageNotContaining("hunter2");
        var quoted = Map.of("PASS", "a\"hunter2\"b");
        assertThatThrownBy(() -> fields(quoted, "level: '${env:PASS}'"))
                .hasMessageContaining("'level' unknown metrics level \"${env:PASS}\" (expected")
                .hasMessageNotContaining("hunter2");
        assertThatThrownBy(() -> fields(environment, "level: ${env:LEVEL:-loud}"))
                .hasMessageContaining("'level' unknown metrics level \"${env:LEVEL:-loud}\"");
        assertThatThrownBy(() -> fields(environment, "text: ${env:${env:PASS}!}"))
                .hasMessageContaining("${env:${env:PASS}!} does not lead to a value")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void unsetAndEmptyVariables_areNoticed() throws Exception {
        var resolved =
                ConfigResolver.over(new HashMap<>(Map.of("E", ""))::get)
                        .resolve(
                                List.of("yaml:{a: '${E}', b: '${U}', c: '${env:U:-x}', d: '${U}'}"),
                                List.of(),
                                FeatureGates.defaults());
        assertThat(resolved.notices())
                .extracting(Notice::message)
                .containsExactly(
                        "Configuration references empty environment variable",
                        "Configuration references unset environment variable");
        assertThat(resolved.notices().getLast().fields()).containsEntry("name", "U");
    }

    @Test
    void valuesKeepTheirPlaces() throws Exception {
        Path file =
                Files.writeString(
                        folder.resolve("a.yaml"),
                        "a:\n  b: ${file:" + folder + "/b.yaml}\n  c: ${C}\n");
        Files.writeString(folder.resolve("b.yaml"), "\nx: 1\n");
        MapNode root = resolve(Map.of("C", "\n\n{k: 1}"), file.toString());
        MapNode a = (MapNode) requireNonNull(root.get("a"));
        MapNode b = (MapNode) requireNonNull(a.get("b"));
        MapNode c = (MapNode) requireNonNull(a.get("c"));
        assertThat(requireNonNull(b.get("x")).position()).hasToString(folder + "/b.yaml:2:4");
        assertThat(requireNonNull(c.get("k")).position()).hasToString(file + ":3:6");
    }

    @Test
    void encodingsOfText_areRead() throws Exception {
        Path file = folder.resolve("c.yaml");
        for (var charset :
                List.of(
                        StandardCharsets.UTF_8,
                        StandardCharsets.UTF_16LE,
                        StandardCharsets.UTF_16BE)) {
            Files.write(file, "\uFEFFa: é".getBytes(charset));
            Node value = requireNonNull(resolve(Map.of(), file.toString()).get("a"));
            assertThat(value.toString()).isEqualTo("text");
        }
        Files.write(file, new byte[] {'a', ':', ' ', (byte) 0xFF});
        assertThatThrownBy(() -> resolve(Map.of(), file.toString()))
                .hasMessageContaining("not valid UTF-8 at byte 3");
    }

    @Test
    @Timeout(10)
    void endlessAndHugeSources_areRefusedFast() throws Exception {
        long start = System.nanoTime();
        assertThatThrownBy(() -> resolve(Map.of(), "file:/dev/zero"))
                .hasMessageContaining("open /dev/zero: larger than 2 MiB");
        assertThatThrownBy(() -> resolve(Map.of(), "yaml:a: ${file:/dev/zero}"))
                .hasMessageContaining("a: " + FAILED + "unable to read the file file:/dev/zero");
        Path huge = folder.resolve("huge.yaml");
        try (var channel =
                FileChannel.open(huge, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {'\n'}), 100L << 20);
        }
        assertThatThrownBy(() -> resolve(Map.of(), huge.toString()))
                .hasMessageContaining("larger than 2 MiB");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
    }

    @Test
    @Timeout(10)
    void expansionBombs_areRefusedFast() {
        var environment = new HashMap<String, String>();
        environment.put("T0", "0123456789");
        environment.put("L0", "[x]");
        for (int i = 1; i < 60; i++) {
            environment.put(
                    "T" + i, "${T%d}${T%d}".formatted(i - 1, i - 1) + "${env:T" + (i - 1) + "}");
            environment.put("L" + i, "['${L%d}', '${L%d}']".formatted(i - 1, i - 1));
        }
        assertThatThrownBy(() -> resolve(environment, "yaml:a: ${T59}"))
                .hasMessageContaining("too many recursive expansions");
        assertThatThrownBy(() -> resolve(environment, "yaml:a: ${L59}"))
                .hasMessageContaining("too many recursive expansions");
    }

    @Test
    @Timeout(10)
    void pipe_isReadToItsEndOrGivenUp() throws Exception {
        Path pipe = folder.resolve("pipe");
        Path silent = folder.resolve("silent");
        int made =
                new ProcessBuilder("mkfifo", pipe.toString(), silent.toString()).start().waitFor();
        assertThat(made).isZero();
        var problems = new Problems();
        assertThatThrownBy(
                        () ->
                                new FileProvider(Duration.ofMillis(100))
                                        .fetch(silent.toString(), problems))
                .hasMessageContaining("not read to its end within 100ms");
        Thread.ofVirtual().start(() -> write(pipe));
        assertThat(new FileProvider().fetch(pipe.toString(), problems).text()).isEqualTo("a: 1");
    }

    @Test
    @Timeout(10)
    void manyClosingBrackets_takeLinearTime() {
        String text = "x".repeat(500_000) + "}".repeat(500_000);
        assertThat(Expander.find(text)).isNull();
        assertThat(Expander.find(text + "${A}")).isEqualTo("${A}");
    }

    private static void write(Path pipe) {
        try {
            Files.writeString(pipe, "a: 1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MapNode resolve(Map<String, String> environment, String... uris)
            throws ConfigException {
        return ConfigResolver.over(environment::get)
                .resolve(List.of(uris), List.of(), FeatureGates.defaults())
                .root();
    }

    private static Fields fields(Map<String, String> environment, String yaml)
            throws ConfigException {
        var problems = new Problems();
        Fields fields =
                RecordBinder.bind(resolve(environment, "yaml:" + yaml), Fields.class, "", problems);
        problems.throwIfAny();
        return requireNonNull(fields);
    }
}
