// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution.cli;

import dev.forager.config.CollectorConfig;
import dev.forager.config.ConfigException;
import dev.forager.config.ConfigResolver;
import dev.forager.config.ConfigWriter;
import dev.forager.config.FeatureGates;
import dev.forager.config.tree.MapNode;
import dev.forager.engine.Collector;
import dev.forager.engine.CollectorException;
import dev.forager.engine.Components;
import dev.forager.pipeline.ServiceView.BuildInfo;
import dev.forager.pipeline.ServiceView.Gate;
import dev.forager.receivers.ebpf.EbpfReceiverFactory;
import dev.forager.transport.server.Preloading;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The program behind the launcher: reads the command line, does what it says, and gives the exit
 * code: 0 when it was done, 1 for every error, with {@code Error: } in front of the text on stderr.
 * Confined to one thread.
 */
public final class Program {
    private static final int OK = 0;
    private static final int FAILED = 1;

    private final BuildInfo build;
    private final Supplier<Components> components;
    private final Collectors collectors;
    private final PrintStream out;
    private final PrintStream err;

    /** Makes the collector that runs or is checked. */
    @FunctionalInterface
    public interface Collectors {
        /** A collector that has not read anything yet. */
        Collector of(List<String> uris, List<String> sets, FeatureGates gates)
                throws ConfigException;
    }

    /**
     * A program that prints to these streams.
     *
     * @param components asked for once a command needs them
     */
    public Program(
            BuildInfo build,
            Supplier<Components> components,
            Collectors collectors,
            PrintStream out,
            PrintStream err) {
        this.build = build;
        this.components = components;
        this.collectors = collectors;
        this.out = out;
        this.err = err;
    }

    /** Does what the arguments say and gives the exit code. */
    public int run(String... arguments) {
        Arguments plain = Arguments.ofPlainRun(arguments);
        try {
            return plain == null ? runParsed(arguments) : service(plain);
        } catch (ConfigException | CollectorException e) {
            return failed(String.valueOf(e.getMessage()));
        }
    }

    private int runParsed(String... written) throws ConfigException, CollectorException {
        CommandLine root =
                new CommandLine(Commands.root(build.command(), FeatureGates.defaults().toString()));
        String[] arguments = Commands.commandFirst(root.getCommandSpec(), written);
        String noCommand = UsageErrors.unknownCommand(root.getCommandSpec(), arguments);
        if (!noCommand.isEmpty()) {
            return failed(noCommand);
        }
        try {
            ParseResult parsed = innermost(root.parseArgs(arguments));
            CommandLine command = parsed.commandSpec().commandLine();
            if (parsed.hasMatchedOption(Commands.HELP)) {
                out.print(Help.of(command));
                return OK;
            }
            String wrongWords = UsageErrors.words(parsed);
            if (!wrongWords.isEmpty()) {
                return failed(wrongWords);
            }
            return execute(parsed, command, root);
        } catch (ParameterException e) {
            return wantsHelp(arguments) ? help(root) : failed(UsageErrors.text(e));
        }
    }

    private static ParseResult innermost(ParseResult parsed) {
        ParseResult result = parsed;
        while (result.hasSubcommand()) {
            result = result.subcommand();
        }
        return result;
    }

    private static boolean wantsHelp(String[] arguments) {
        return Arrays.asList(arguments).contains("-h")
                || Arrays.asList(arguments).contains("--help");
    }

    private int help(CommandLine root) {
        out.print(Help.of(root));
        return OK;
    }

    private int execute(ParseResult parsed, CommandLine command, CommandLine root)
            throws ConfigException, CollectorException {
        return switch (command.getCommandName()) {
            case "validate" -> validate(Arguments.of(parsed));
            case "components" -> components();
            case "doctor" -> doctor(Arguments.of(parsed));
            case "featuregate" -> featureGate(UsageErrors.words(parsed, List.of()));
            case "print-config" -> printConfig(parsed);
            case "ottl" -> ottl(parsed);
            case "completion", "k8s" -> print(Help.of(command));
            case "explain" -> explain(parsed);
            case "bash", "zsh", "fish", "powershell" ->
                    print(CompletionScripts.of(command.getCommandName(), root));
            case "help" -> helpOn(UsageErrors.words(parsed, List.of()), root);
            default ->
                    parsed.hasMatchedOption("--version")
                            ? version()
                            : service(Arguments.of(parsed));
        };
    }

    private int components() {
        Components all = components.get();
        all.failures().forEach(this::warn);
        return print(ComponentList.of(build, all.registry(), ConfigResolver.system().schemes()));
    }

    private int doctor(Arguments arguments) throws ConfigException {
        EbpfReceiverFactory.Diagnosis found =
                arguments.isEmpty() ? HostExamination.ofDefaults() : examination(arguments);
        out.print(found.text());
        out.println(
                (found.isHealthy()
                                ? "\nExit code 0: every probe works"
                                : "\nExit code 1: a probe is off")
                        + "; degraded ones count as working");
        return found.isHealthy() ? OK : FAILED;
    }

    private EbpfReceiverFactory.Diagnosis examination(Arguments arguments) throws ConfigException {
        FeatureGates gates = gates(arguments);
        requireConfig(arguments);
        MapNode root =
                ConfigResolver.system().resolve(arguments.uris(), arguments.sets(), gates).root();
        return HostExamination.of(CollectorConfig.load(root, components.get().registry(), gates));
    }

    private int version() {
        return print("%s version %s%n".formatted(build.command(), build.version()));
    }

    private int helpOn(List<String> words, CommandLine root) {
        CommandLine command = root;
        for (String word : words) {
            CommandLine next = command.getSubcommands().get(word);
            if (next == null) {
                err.printf("Unknown help topic [`%s`]%n", String.join("` `", words));
                err.print(Help.usage(root));
                return OK;
            }
            command = next;
        }
        return print(Help.of(command));
    }

    private int featureGate(List<String> words) {
        FeatureGates gates = FeatureGates.defaults();
        if (words.isEmpty()) {
            return print(FeatureGateTable.of(gates.all()));
        }
        Gate gate = gates.find(words.getFirst());
        return gate == null
                ? failed("feature \"%s\" not found".formatted(words.getFirst()))
                : print(FeatureGateTable.of(gate));
    }

    private int service(Arguments arguments) throws ConfigException, CollectorException {
        Preloading.start();
        Collector collector = collector(arguments);
        collector.handleSignals();
        collector.run();
        return OK;
    }

    private int validate(Arguments arguments) throws ConfigException, CollectorException {
        Collector collector = collector(arguments);
        collector.validate();
        collector.pluginFailures().forEach(this::warn);
        return OK;
    }

    private Collector collector(Arguments arguments) throws ConfigException {
        FeatureGates gates = gates(arguments);
        requireConfig(arguments);
        return collectors.of(arguments.uris(), arguments.sets(), gates);
    }

    private int printConfig(ParseResult parsed) throws ConfigException, CollectorException {
        Arguments arguments = Arguments.of(parsed);
        FeatureGates gates = gates(arguments);
        requireConfig(arguments);
        String written = parsed.matchedOptionValue(Commands.MODE, "redacted");
        String mode = written.toLowerCase(Locale.ROOT);
        if (!mode.equals("redacted") && !mode.equals("unredacted")) {
            return failed(
                    "invalid mode \"%s\": modes are: redacted, unredacted".formatted(written));
        }
        String writtenFormat = parsed.matchedOptionValue(Commands.FORMAT, "yaml");
        String format = writtenFormat.toLowerCase(Locale.ROOT);
        if (!format.isEmpty() && !format.equals("yaml") && !format.equals("json")) {
            return failed("unrecognized print format: " + writtenFormat);
        }
        boolean validates = parsed.matchedOptionValue(Commands.VALIDATE, true);
        if (validates) {
            collectors.of(arguments.uris(), arguments.sets(), gates).validate();
        }
        return print(
                resolvedConfig(
                        ConfigResolver.system()
                                .resolve(arguments.uris(), arguments.sets(), gates)
                                .root(),
                        gates,
                        format.equals("json") ? ConfigWriter.Format.JSON : ConfigWriter.Format.YAML,
                        mode.equals("redacted")
                                ? ConfigWriter.Mode.REDACTED
                                : ConfigWriter.Mode.UNREDACTED,
                        validates));
    }

    /**
     * Of what cannot be read it is not known what is secret: it is printed unredacted or not at
     * all.
     */
    private String resolvedConfig(
            MapNode root,
            FeatureGates gates,
            ConfigWriter.Format format,
            ConfigWriter.Mode mode,
            boolean validates)
            throws ConfigException {
        try {
            var config = CollectorConfig.load(root, components.get().registry(), gates);
            return ConfigWriter.write(config, format, mode);
        } catch (ConfigException invalid) {
            if (validates || mode == ConfigWriter.Mode.REDACTED) {
                throw invalid;
            }
            return ConfigWriter.write(root, format);
        }
    }

    private int explain(ParseResult parsed) {
        try {
            var explanation =
                    new K8sExplanation(
                            parsed.matchedOptionValue(Commands.ENDPOINT, "localhost:55679"),
                            parsed.matchedOptionValue(Commands.KUBECONFIG, ""));
            return print(explanation.of(UsageErrors.words(parsed, List.of()).getFirst(), build));
        } catch (IOException e) {
            return failed(String.valueOf(e.getMessage()));
        }
    }

    private int ottl(ParseResult parsed) {
        String input = parsed.matchedOptionValue(Commands.INPUT, "");
        if (input.isEmpty()) {
            return failed("required flag(s) \"input\" not set");
        }
        // Plugins may bring functions.
        components.get().failures().forEach(this::warn);
        try {
            OttlTrial trial =
                    OttlTrial.of(
                            UsageErrors.words(parsed, List.of()),
                            parsed.matchedOptionValue(Commands.CONTEXT, null),
                            Path.of(input.equals("-") ? "/dev/stdin" : input));
            out.print(trial.output());
            trial.failures().forEach(this::failed);
            return trial.failures().isEmpty() ? OK : FAILED;
        } catch (OttlTrial.RefusedException e) {
            return failed(String.valueOf(e.getMessage()));
        }
    }

    private int print(String text) {
        out.print(text);
        return OK;
    }

    private void warn(String text) {
        err.println("Warning: " + text);
    }

    private int failed(String text) {
        err.println("Error: " + text);
        return FAILED;
    }

    private FeatureGates gates(Arguments arguments) throws ConfigException {
        FeatureGates gates = FeatureGates.parse(arguments.gates());
        gates.notes().forEach(out::println);
        return gates;
    }

    private static void requireConfig(Arguments arguments) throws ConfigException {
        for (String set : arguments.sets()) {
            if (set.indexOf('=') < 0) {
                throw ConfigException.of(
                        "invalid argument \"%s\" for \"--set\" flag: missing equal sign"
                                .formatted(set));
            }
        }
        if (arguments.uris().isEmpty() && arguments.sets().isEmpty()) {
            throw ConfigException.of("at least one config flag must be provided");
        }
    }
}
