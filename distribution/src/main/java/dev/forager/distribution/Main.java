// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution;

import dev.forager.config.ConfigException;
import dev.forager.config.ConfigResolver;
import dev.forager.config.GoDuration;
import dev.forager.distribution.cli.Program;
import dev.forager.engine.Collector;
import dev.forager.engine.CollectorSettings;
import dev.forager.engine.Components;
import dev.forager.engine.Plugins;
import dev.forager.ottl.FunctionCatalog;
import dev.forager.pipeline.ComponentCatalog;
import dev.forager.pipeline.MemoryBudget;
import dev.forager.pipeline.ServiceView.BuildInfo;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * The entry. System properties of the launcher: {@code forager.command}, the name under which it
 * was started; {@code forager.home}, its folder, where {@code plugins/} may hold more components
 * and functions of OTTL.
 */
public final class Main {
    private static final String SHUTDOWN_TIMEOUT = "FORAGER_SHUTDOWN_TIMEOUT";

    private Main() {}

    /** Runs the command line and ends the process with its exit code. */
    public static void main(String[] args) {
        PrintStream out = stream(FileDescriptor.out);
        PrintStream err = stream(FileDescriptor.err);
        HeapTrim.startWhereAsked();
        int code = program(out, err).run(args);
        out.flush();
        err.flush();
        System.exit(code);
    }

    static Program program(PrintStream out, PrintStream err) {
        BuildInfo build = build();
        return new Program(
                build,
                Main::components,
                (uris, sets, gates) ->
                        new Collector(
                                new CollectorSettings(
                                        build,
                                        uris,
                                        sets,
                                        gates,
                                        ConfigResolver.system(),
                                        components(),
                                        memoryBudget(),
                                        shutdownTimeout(System.getenv(SHUTDOWN_TIMEOUT)))),
                out,
                err);
    }

    private static BuildInfo build() {
        String version = Main.class.getPackage().getImplementationVersion();
        return new BuildInfo(
                System.getProperty("forager.command", "forager"),
                "OpenTelemetry Collector for the JVM",
                version == null ? "0.0.0-dev" : version);
    }

    private static Components components() {
        List<ComponentCatalog> catalogs =
                ServiceLoader.load(ComponentCatalog.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList();
        String home = System.getProperty("forager.home", "");
        Path folder = Path.of(home, "plugins");
        if (home.isEmpty() || !Files.isDirectory(folder)) {
            return Components.of(catalogs);
        }
        Plugins plugins = Plugins.of(folder, FunctionCatalog.class);
        // Where OTTL looks for functions. All threads that read a configuration descend from this.
        Thread.currentThread().setContextClassLoader(plugins.services());
        return Components.of(catalogs, plugins);
    }

    /**
     * How long a stop may take before what is left is dropped.
     *
     * @param text as Go writes durations; null where it is not set
     * @throws ConfigException when it is no duration
     */
    static Duration shutdownTimeout(@Nullable String text) throws ConfigException {
        if (text == null || text.isEmpty()) {
            return CollectorSettings.DEFAULT_DRAIN_LIMIT;
        }
        try {
            Duration limit = GoDuration.parse(text);
            if (limit.isPositive()) {
                return limit;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw ConfigException.of(
                "%s: %s (expected: a duration above 0, for example 55s)"
                        .formatted(SHUTDOWN_TIMEOUT, text));
    }

    /**
     * Half of the heap: sealed bytes may fill it, the other half is for what is decoded
     * (docs/rationale/004-launcher.md).
     */
    private static MemoryBudget memoryBudget() {
        return MemoryBudget.ofBytes(Runtime.getRuntime().maxMemory() / 2);
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
