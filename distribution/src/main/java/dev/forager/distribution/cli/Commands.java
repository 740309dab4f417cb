// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The commands and flags. Built by calls, not annotations: reflection costs start-up time.
 * Stateless.
 */
final class Commands {
    static final String CONFIG = "--config";
    static final String SET = "--set";
    static final String FEATURE_GATES = "--feature-gates";
    static final String HELP = "--help";
    static final String FORMAT = "--format";
    static final String MODE = "--mode";
    static final String VALIDATE = "--validate";
    static final String CONTEXT = "--context";
    static final String INPUT = "--input";
    static final String ENDPOINT = "--endpoint";
    static final String KUBECONFIG = "--kubeconfig";
    static final List<String> SHELLS = List.of("bash", "fish", "powershell", "zsh");

    private Commands() {}

    /**
     * The whole tree.
     *
     * @param name the name under which the program was started
     * @param gates the feature gates as the help shows them
     */
    static CommandSpec root(String name, String gates) {
        CommandSpec root = command(name, "");
        addConfigFlags(root, gates);
        root.addOption(
                OptionSpec.builder("-v", "--version")
                        .type(boolean.class)
                        .description("version for " + name)
                        .build());
        root.addSubcommand("completion", completion());
        root.addSubcommand(
                "components",
                command(
                        "components",
                        "Outputs available components in this collector distribution"));
        CommandSpec doctor =
                command(
                        "doctor",
                        "Examines what the eBPF receiver can do on this host. Exit code 0: every probe"
                                + " works, perhaps degraded; 1: one is off");
        addConfigFlags(doctor, gates);
        root.addSubcommand("doctor", doctor);
        CommandSpec featureGate = command("featuregate", "Display feature gates information");
        featureGate.addPositional(words("[feature-id]"));
        root.addSubcommand("featuregate", featureGate);
        CommandSpec help = command("help", "Help about any command");
        help.addPositional(words("[command]"));
        root.addSubcommand("help", help);
        root.addSubcommand("k8s", k8s());
        root.addSubcommand("ottl", ottl());
        root.addSubcommand("print-config", printConfig(gates));
        CommandSpec validate =
                command("validate", "Validates the config without running the collector");
        addConfigFlags(validate, gates);
        root.addSubcommand("validate", validate);
        return root;
    }

    /**
     * The arguments with the command in front of its flags. Those that stand before it are its own,
     * as in cobra, where each flag without {@code =} takes the word behind it.
     */
    static String[] commandFirst(CommandSpec root, String... arguments) {
        int at = 0;
        while (at < arguments.length && arguments[at].startsWith("-")) {
            at += arguments[at].indexOf('=') < 0 ? 2 : 1;
        }
        int end = at;
        CommandLine next = at < arguments.length ? root.subcommands().get(arguments[at]) : null;
        while (next != null) {
            end++;
            next = end < arguments.length ? next.getSubcommands().get(arguments[end]) : null;
        }
        if (at == 0 || end == at) {
            return arguments;
        }
        var ordered = new ArrayList<>(Arrays.asList(arguments).subList(at, end));
        ordered.addAll(Arrays.asList(arguments).subList(0, at));
        ordered.addAll(Arrays.asList(arguments).subList(end, arguments.length));
        return ordered.toArray(String[]::new);
    }

    private static CommandSpec k8s() {
        CommandSpec explain =
                command(
                        "explain",
                        "Says which pod an address, name, uid or container leads to, and why not");
        explain.addPositional(words("word"));
        explain.addOption(
                text(
                        ENDPOINT,
                        "address",
                        "Where the zPages of the running collector are (default"
                                + " \"localhost:55679\")",
                        "localhost:55679"));
        explain.addOption(
                text(
                        KUBECONFIG,
                        "file",
                        "For the API itself, where no collector answers (default: as kubectl)",
                        ""));
        CommandSpec k8s = command("k8s", "Looks into what is known of Kubernetes");
        k8s.addSubcommand("explain", explain);
        return k8s;
    }

    private static CommandSpec ottl() {
        CommandSpec ottl = command("ottl", "Tries OTTL statements on a file of telemetry");
        ottl.addPositional(words("statement"));
        ottl.addOption(
                OptionSpec.builder(CONTEXT)
                        .type(String.class)
                        .arity("1")
                        .paramLabel("name")
                        .description(
                                "What the statements run on, such as span or datapoint (default: inferred"
                                        + " from their paths)")
                        .build());
        ottl.addOption(
                OptionSpec.builder(INPUT)
                        .type(String.class)
                        .arity("1")
                        .paramLabel("file")
                        .description("A request in OTLP/JSON, required; - is standard input")
                        .build());
        return ottl;
    }

    private static CommandSpec printConfig(String gates) {
        CommandSpec print =
                command(
                        "print-config",
                        "Prints the Collector's configuration in the specified mode");
        print.aliases("print-initial-config");
        addConfigFlags(print, gates);
        print.addOption(
                text(
                        FORMAT,
                        "string",
                        "Output format: yaml (default), json (unstable)) (default \"yaml\")",
                        "yaml"));
        print.addOption(
                text(
                        MODE,
                        "string",
                        "Operating mode: redacted (default), unredacted (default \"redacted\")",
                        "redacted"));
        print.addOption(
                OptionSpec.builder(VALIDATE)
                        .type(boolean.class)
                        .arity("0..1")
                        .fallbackValue("true")
                        .defaultValue("true")
                        .description(
                                "Validation mode: true (default), false, which prints with --mode=unredacted what cannot be read, too (default true)")
                        .build());
        return print;
    }

    private static CommandSpec completion() {
        CommandSpec completion =
                command("completion", "Generate the autocompletion script for the specified shell");
        for (String shell : SHELLS) {
            CommandSpec each = command(shell, "Generate the autocompletion script for " + shell);
            each.addOption(
                    OptionSpec.builder("--no-descriptions")
                            .type(boolean.class)
                            .description("disable completion descriptions")
                            .build());
            completion.addSubcommand(shell, each);
        }
        return completion;
    }

    private static CommandSpec command(String name, String description) {
        CommandSpec spec = CommandSpec.create().name(name);
        spec.usageMessage().description(description);
        spec.addOption(
                OptionSpec.builder("-h", HELP)
                        .type(boolean.class)
                        .usageHelp(true)
                        .description("help for " + name)
                        .build());
        spec.addPositional(words("rest"));
        return spec;
    }

    private static PositionalParamSpec words(String label) {
        return PositionalParamSpec.builder()
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("0..*")
                .index("0..*")
                .paramLabel(label)
                .hidden(label.equals("rest"))
                .build();
    }

    private static void addConfigFlags(CommandSpec spec, String gates) {
        spec.addOption(
                many(
                        CONFIG,
                        "--config=file:/path/to/first --config=file:path/to/second",
                        "Locations to the config file(s), note that only a single location can be set per"
                                + " flag entry e.g. --config=file:/path/to/first"
                                + " --config=file:path/to/second. (default [])"));
        spec.addOption(
                many(
                        FEATURE_GATES,
                        "flag",
                        "Comma-delimited list of feature gate identifiers. Prefix with '-' to disable the"
                                + " feature. '+' or no prefix will enable the feature. (default "
                                + gates
                                + ")"));
        spec.addOption(
                many(
                        SET,
                        "value",
                        "Set arbitrary component config property. The component has to be defined in the"
                                + " config file and the flag has a higher precedence. Array config"
                                + " properties are overridden and maps are joined. Example"
                                + " --set=processors.batch.timeout=2s"));
    }

    private static OptionSpec many(String name, String label, String description) {
        return OptionSpec.builder(name)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("1")
                .paramLabel(label)
                .description(description)
                .build();
    }

    private static OptionSpec text(String name, String label, String description, String value) {
        return OptionSpec.builder(name)
                .type(String.class)
                .arity("1")
                .paramLabel(label)
                .defaultValue(value)
                .description(description)
                .build();
    }
}
