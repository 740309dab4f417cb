// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.config.ComponentRegistry;
import dev.forager.config.ConfigResolver;
import dev.forager.engine.Collector;
import dev.forager.engine.CollectorSettings;
import dev.forager.engine.Components;
import dev.forager.pipeline.ComponentCatalog;
import dev.forager.pipeline.MemoryBudget;
import dev.forager.pipeline.ServiceView.BuildInfo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The texts and exit codes of the Go collector 0.165, as captured. */
class ProgramTest {
    private static final BuildInfo BUILD = new BuildInfo("otelcol", "test", "1.2.3");

    @TempDir Path folder = Path.of("");
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private List<String> pluginFailures = List.of();

    @Test
    void k8sExplain_saysWhatIsMissing_whereNobodyAnswers() {
        assertThat(
                        run(
                                "k8s",
                                "explain",
                                "10.2.3.4",
                                "--endpoint=127.0.0.1:1",
                                "--kubeconfig=/none"))
                .isEqualTo(1);
        assertThat(err())
                .startsWith("Error: Nothing from a collector at 127.0.0.1:1: connection refused\n")
                .contains("(expected: a running collector with the extension zpages")
                .contains("/none cannot be read");
    }

    @Test
    void k8sExplain_namesAnEndpointThatIsNone() {
        assertThat(run("k8s", "explain", "x", "--endpoint=a b", "--kubeconfig=/none")).isEqualTo(1);
        assertThat(err()).startsWith("Error: Nothing from a collector at a b: no address: ");
    }

    /** With and without privileges; what differs is the state of the probes. */
    @Test
    void doctor_namesEveryProbeWithItsState() {
        int code = run("doctor");
        assertThat(out())
                .contains("Host\n", "  kernel ", "\nConditions\n", "\nProbes: ", "need libbpf")
                .containsPattern("  network\\.flows +(active|degraded|off)");
        assertThat(code).isEqualTo(out().contains(", 0 off\n") ? 0 : 1);
        assertThat(out()).contains("\nExit code " + code + ": ");
    }

    @Test
    void doctor_examinesTheReceiversOfTheConfiguration_asTheirPipelinesTakeThem()
            throws IOException {
        Path file =
                config(
                        """
                        receivers:
                          ebpf/faults: {probes: {faults: {connect_failures: false}}}
                          ebpf/all: {probes: {network: {dns: false}, faults: {enabled: false}}}
                          ebpf/unused: {}
                        exporters: {debug: {}}
                        service:
                          pipelines:
                            logs: {receivers: [ebpf/faults], exporters: [debug]}
                            metrics: {receivers: [ebpf/all], exporters: [debug]}
                        """);
        run("doctor", "--config=" + file);
        assertThat(err()).isEmpty();
        assertThat(out())
                .containsSubsequence(
                        "Receiver ebpf/faults\n",
                        "  faults.crash ",
                        "Receiver ebpf/all\n",
                        "  network.flows ",
                        "  security.exec ",
                        "\nExit code ")
                .doesNotContain("faults.connect_failed", "network.dns", "ebpf/unused");
    }

    @Test
    void doctor_refusesAConfigurationWithoutTheReceiver() throws IOException {
        Path file =
                config(
                        """
                        receivers: {ebpf: {}, otlp: {protocols: {grpc: {}}}}
                        exporters: {debug: {}}
                        service: {pipelines: {traces: {receivers: [otlp], exporters: [debug]}}}
                        """);
        assertThat(run("doctor", "--config=" + file)).isEqualTo(1);
        assertThat(err())
                .isEqualTo("Error: no pipeline of the configuration has a receiver ebpf\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --nope           | unknown flag: --nope
                    --config         | flag needs an argument: --config
                    validate --nope  | unknown flag: --nope
                    doctor --confg=x | unknown flag: --confg (did you mean "--config"?)
                    validate x       | accepts 0 arg(s), received 1
                    components x     | accepts 0 arg(s), received 1
                    featuregate x y  | accepts at most 1 arg(s), received 2
                    k8s explain      | accepts 1 arg(s), received 0
                    featuregate x    | feature "x" not found
                    -c               | unknown shorthand flag: 'c' in -c
                    --set            | flag needs an argument: --set
                    --feature-gates  | flag needs an argument: --feature-gates
                    validate         | at least one config flag must be provided
                    --set=a:b        | invalid argument "a:b" for "--set" flag: missing equal sign
                    print-config --config=yaml:x --mode=foo | invalid mode "foo": modes are: redacted, unredacted
                    print-config --config=yaml:x --mode=redacted --format=FOO | unrecognized print format: FOO
                    components --config=x | unknown flag: --config
                    --config=x components | unknown flag: --config
                    --config x featuregate | unknown flag: --config
                    --feature-gates=nope components | unknown flag: --feature-gates
                    --nope=x validate | unknown flag: --nope
                    --set=a:b validate | invalid argument "a:b" for "--set" flag: missing equal sign
                    --cnfig=x        | unknown flag: --cnfig (did you mean "--config"?)
                    validate --sett x | unknown flag: --sett (did you mean "--set"?)
                    ottl --input=x   | requires at least 1 arg(s), only received 0
                    ottl set()       | required flag(s) "input" not set
                    ottl x --context | flag needs an argument: --context
                    """)
    void mistakes_areSaidAsUpstream(String line, String text) {
        assertThat(run(line)).isEqualTo(1);
        assertThat(err()).isEqualTo("Error: " + text + "\n");
        assertThat(out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--config=yaml:a validate --set=b=c",
                "--config yaml:a --set b=c validate",
                "--set=b=c validate --config=yaml:a",
            })
    void flagsInFrontOfACommand_areItsOwn(String line) {
        assertThat(Commands.commandFirst(Commands.root("x", ""), line.split(" ")))
                .startsWith("validate")
                .hasSameSizeAs(line.split(" "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--version validate", "validate --config=x", "--config validate", "-h x"})
    void otherLines_stayAsTheyAre(String line) {
        assertThat(Commands.commandFirst(Commands.root("x", ""), line.split(" ")))
                .containsExactly(line.split(" "));
    }

    @Test
    void unknownCommand_pointsToTheHelp() {
        assertThat(run("x")).isEqualTo(1);
        assertThat(err())
                .isEqualTo(
                        "Error: unknown command \"x\" for \"otelcol\"\nRun 'otelcol --help' for usage.\n");
    }

    @Test
    void misspeltCommand_namesTheNearest_whateverFollows() {
        assertThat(run("valdate --cnfig x")).isEqualTo(1);
        assertThat(err())
                .isEqualTo(
                        """
                        Error: unknown command "valdate" for "otelcol"

                        Did you mean this?
                        \tvalidate

                        Run 'otelcol --help' for usage.
                        """);
    }

    @Test
    void noArguments_wantAConfig() {
        assertThat(run()).isEqualTo(1);
        assertThat(err()).isEqualTo("Error: at least one config flag must be provided\n");
    }

    @Test
    void version_isOneLine() {
        assertThat(run("--version")).isZero();
        assertThat(out()).isEqualTo("otelcol version 1.2.3\n");
    }

    @Test
    void help_namesCommandsAndFlags() {
        assertThat(run("--help")).isZero();
        assertThat(out())
                .startsWith(
                        "Usage:\n  otelcol [flags]\n  otelcol [command]\n\nAvailable Commands:\n")
                .contains(
                        "  print-config Prints the Collector's configuration in the specified mode\n")
                .contains("  -v, --version ")
                .endsWith(
                        "\nUse \"otelcol [command] --help\" for more information about a command.\n");
    }

    @Test
    void components_areListedWithStability() {
        assertThat(run("components")).isZero();
        assertThat(out())
                .startsWith("buildinfo:\n    command: otelcol\n")
                .contains("    - name: otlp_grpc\n")
                .contains("        traces-to-logs: Undefined\n")
                .contains("    - scheme: yaml\n");
    }

    private int validateSound() {
        return run(
                "validate",
                "--config=yaml:receivers::nop:",
                "--config=yaml:exporters::nop:",
                "--config=yaml:service::pipelines::traces: {receivers: [nop], exporters: [nop]}");
    }

    @Test
    void validate_isSilentOnSuccess() {
        assertThat(validateSound()).as(err()).isZero();
        assertThat(out() + err()).isEmpty();
    }

    @Test
    void pluginsThatFailed_areNamed() {
        pluginFailures = List.of("plugin x.jar could not be loaded: zip END header not found");
        String warning = "Warning: plugin x.jar could not be loaded: zip END header not found\n";
        assertThat(run("components")).isZero();
        assertThat(out()).contains("    - name: otlp_grpc\n");
        assertThat(err()).isEqualTo(warning);
        err.reset();
        assertThat(validateSound()).isZero();
        assertThat(err()).isEqualTo(warning);
    }

    @Test
    void printConfig_hidesSecrets() {
        assertThat(
                        run(
                                "print-config",
                                "--config=yaml:receivers::nop:",
                                "--config=yaml:exporters::otlp_http: {endpoint: 'http://a', headers: {k: canary}}",
                                "--config=yaml:service::pipelines::traces: {receivers: [nop], exporters: [otlp_http]}"))
                .as(err())
                .isZero();
        assertThat(out())
                .contains("'[REDACTED]'")
                .contains("endpoint: http://a")
                .doesNotContain("canary");
    }

    /** The collector from 0.165 on refuses the older spellings. */
    @Test
    void printConfig_writesIdleConnectionsUnderKeepalive() {
        assertThat(
                        run(
                                "print-config",
                                "--config=yaml:receivers::otlp::protocols::http: {idle_timeout: 4s, keep_alives_enabled: false}",
                                "--config=yaml:exporters::nop:",
                                "--config=yaml:service::pipelines::traces: {receivers: [otlp], exporters: [nop]}"))
                .as(err())
                .isZero();
        assertThat(out())
                .contains(
                        "keepalive:\n                    enabled: false\n                    idle_timeout: 4s\n")
                .doesNotContain("keep_alives_enabled")
                .containsOnlyOnce("idle_timeout");
    }

    @Test
    void printConfig_printsWhatCannotBeReadOnlyUnvalidatedAndUnredacted() {
        String[] words = {
            "print-config", "--config=yaml:exporters::otlp_http: {headers: {k: canary}}"
        };
        assertThat(run(with(words, "--mode=unredacted"))).isEqualTo(1);
        assertThat(run(with(words, "--validate=false"))).isEqualTo(1);
        assertThat(out() + err()).doesNotContain("canary");
        assertThat(run(with(words, "--validate=false", "--mode=unredacted"))).isZero();
        assertThat(out())
                .isEqualTo("exporters:\n    otlp_http:\n        headers:\n            k: canary\n");
    }

    private static String[] with(String[] words, String... more) {
        return Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new);
    }

    /** A file of {@code fpath} is told by its first line. */
    @Test
    void zshCompletion_isAFunctionOfFpath() {
        assertThat(run("completion zsh")).isZero();
        assertThat(out())
                .startsWith("#compdef otelcol\n")
                .contains("        ('/k8s') compadd -- explain --help ;;\n")
                .contains("    compdef _otelcol otelcol\n");
    }

    @Test
    void powershellCompletion_knowsWhatStandsBehindACommand() {
        assertThat(run("completion powershell")).isZero();
        assertThat(out())
                .contains("        '/k8s/explain' = @('--help', '--endpoint', '--kubeconfig')\n")
                .contains("        '' = @('completion', 'components', ");
    }

    @Test
    void ottl_printsWhatWasThereBeforeAndAfter() throws Exception {
        assertThat(ottl("set(span.name, Concat([span.name, \"!\"], \"\"))")).as(err()).isZero();
        assertThat(out())
                .startsWith("before:\n{\n  \"resourceSpans\" : [\n")
                .contains("\"name\" : \"GET\"")
                .contains("\nafter:\n{\n")
                .endsWith("}\n");
        assertThat(out().substring(out().indexOf("after:"))).contains("\"name\" : \"GET!\"");
    }

    @Test
    void ottl_takesPathsWithoutPrefixInANamedContext() throws Exception {
        assertThat(ottl("set(name, \"x\")", "--context", "span")).as(err()).isZero();
        assertThat(out()).contains("\"name\" : \"x\"");
    }

    @Test
    void ottl_pointsAtMistakes() throws Exception {
        assertThat(ottl("set(span.name, Concta([\"a\"], \"\"))")).isEqualTo(1);
        assertThat(err())
                .startsWith("Error: unable to parse OTTL statement")
                .contains("undefined function \"Concta\", did you mean \"Concat\"?")
                .endsWith("    set(span.name, Concta([\"a\"], \"\"))\n                   ^\n");
        assertThat(out()).isEmpty();
    }

    @Test
    void ottl_namesStatementsThatFailed() throws Exception {
        assertThat(ottl("set(span.end_time, 1)")).isEqualTo(1);
        assertThat(err())
                .isEqualTo(
                        "Error: set(span.end_time, 1): failed on 1 item, first: expects time.Time but"
                                + " got int64\n");
        assertThat(out()).contains("after:");
    }

    @Test
    void ottl_refusesWhatIsNoTelemetry() throws Exception {
        Path file = Files.writeString(folder.resolve("none.json"), "{\"a\": 1}");
        assertThat(run("ottl", "set(span.name, 1)", "--input", file.toString())).isEqualTo(1);
        assertThat(err()).contains("none.json: no telemetry (expected: an object with");
        assertThat(run("ottl", "set(span.name, 1)", "--input", "/no/such.json")).isEqualTo(1);
        assertThat(err()).contains("/no/such.json: no such file");
        assertThat(ottl("set(name, 1)", "--context", "log")).isEqualTo(1);
        assertThat(err())
                .contains("unknown context log for traces (expected: one of resource, scope, span");
    }

    @Test
    void ottl_takesRequestsLineByLine() throws Exception {
        String line =
                "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"severityText\":\"%s\"}]}]}]}%n";
        String lines = line.formatted("one") + line.formatted("two");
        assertThat(
                        ottlOn(
                                lines,
                                "set(log.severity_text, \"x\") where log.severity_text == \"two\""))
                .as(err())
                .isZero();
        String after = out().substring(out().indexOf("\nafter:\n"));
        assertThat(after)
                .containsSubsequence("\"severityText\" : \"one\"", "\"severityText\" : \"x\"");
        assertThat(out()).containsOnlyOnce("before:").contains("\"severityText\" : \"two\"");

        assertThat(ottlOn(lines + "{\"resourceSpans\":[]}", "set(log.severity_text, \"x\")"))
                .isEqualTo(1);
        assertThat(err()).contains("requests of several signals (expected: of one)");
    }

    @Test
    void ottl_saysThatTheJsonEndsEarly() throws Exception {
        assertThat(ottlOn("{\"a\":1", "set(log.severity_text, 1)")).isEqualTo(1);
        assertThat(ottlOn("{\"resourceLogs\":[]}\n{\"resourceLogs\":[", "set(log.flags, 1)"))
                .isEqualTo(1);
        assertThat(err().lines())
                .satisfiesExactly(
                        one ->
                                assertThat(one)
                                        .endsWith("input.json: the JSON ends early, in line 1"),
                        two ->
                                assertThat(two)
                                        .endsWith("input.json: the JSON ends early, in line 2"));
    }

    private int ottlOn(String input, String statement) throws Exception {
        Path file = Files.writeString(folder.resolve("input.json"), input);
        return run("ottl", statement, "--input", file.toString());
    }

    private int ottl(String statement, String... more) throws Exception {
        Path file = folder.resolve("input.json");
        Files.writeString(
                file,
                """
                {"resourceSpans":[{"scopeSpans":[{"spans":[{"name":"GET",\
                "traceId":"0102030405060708090a0b0c0d0e0f10","spanId":"0102030405060708"}]}]}]}
                """);
        Stream<String> first = Stream.of("ottl", statement, "--input", file.toString());
        return run(Stream.concat(first, Stream.of(more)).toArray(String[]::new));
    }

    private Path config(String text) throws IOException {
        return Files.writeString(folder.resolve("config.yaml"), text);
    }

    private int run(String line) {
        return run(line.strip().split("\\s+"));
    }

    private int run(String... arguments) {
        List<ComponentCatalog> catalogs =
                ServiceLoader.load(ComponentCatalog.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList();
        var components = new Components(ComponentRegistry.of(catalogs), pluginFailures);
        return new Program(
                        BUILD,
                        () -> components,
                        (uris, sets, gates) ->
                                new Collector(
                                        new CollectorSettings(
                                                BUILD,
                                                uris,
                                                sets,
                                                gates,
                                                ConfigResolver.system(),
                                                components,
                                                MemoryBudget.unlimited(),
                                                CollectorSettings.DEFAULT_DRAIN_LIMIT)),
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8))
                .run(arguments);
    }

    private String out() {
        return out.toString(UTF_8);
    }

    private String err() {
        return err.toString(UTF_8);
    }
}
