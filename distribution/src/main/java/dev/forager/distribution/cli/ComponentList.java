// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution.cli;

import dev.forager.config.ComponentRegistry;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.ComponentFactory;
import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.ComponentInfo.SignalPair;
import dev.forager.pipeline.ComponentKind;
import dev.forager.pipeline.ServiceView.BuildInfo;
import dev.forager.pipeline.Stability;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What {@code components} prints: YAML in the Go collector's layout. Stateless. */
final class ComponentList {
    private static final List<ComponentKind> ORDER =
            List.of(
                    ComponentKind.RECEIVER,
                    ComponentKind.PROCESSOR,
                    ComponentKind.EXPORTER,
                    ComponentKind.CONNECTOR,
                    ComponentKind.EXTENSION);

    private ComponentList() {}

    static String of(BuildInfo build, ComponentRegistry registry, List<String> schemes) {
        var text = new StringBuilder();
        text.append("buildinfo:\n    command: ").append(build.command());
        text.append("\n    description: ").append(build.description());
        text.append("\n    version: ").append(build.version()).append('\n');
        for (ComponentKind kind : ORDER) {
            List<ComponentFactory<?>> factories = registry.all(kind);
            text.append(kind.section()).append(factories.isEmpty() ? ": []\n" : ":\n");
            for (ComponentFactory<?> factory : factories) {
                append(text, factory, kind, build.version());
            }
        }
        text.append("providers:\n");
        for (String scheme : schemes) {
            text.append("    - scheme: ").append(scheme).append('\n');
            text.append("      module: dev.forager/pipeline-config v")
                    .append(build.version())
                    .append('\n');
        }
        return text.toString();
    }

    private static void append(
            StringBuilder text, ComponentFactory<?> factory, ComponentKind kind, String version) {
        ComponentInfo<?> info = factory.info();
        text.append("    - name: ").append(info.id()).append('\n');
        text.append("      module: ")
                .append(module(factory, version))
                .append("\n      stability:\n");
        stabilities(info, kind)
                .forEach(
                        (what, level) ->
                                text.append("        ")
                                        .append(what)
                                        .append(": ")
                                        .append(level)
                                        .append('\n'));
    }

    /**
     * The package that the component lives in, and its version: the nearest thing to a Go module.
     * Of a plugin the version is the one in the manifest of its jar.
     */
    private static String module(ComponentFactory<?> factory, String version) {
        String name = factory.getClass().getPackageName();
        if (name.startsWith("dev.forager.")) {
            return "dev.forager/%s v%s"
                    .formatted(name.substring("dev.forager.".length()).replace('.', '/'), version);
        }
        String own = factory.getClass().getPackage().getImplementationVersion();
        return own == null ? name : "%s v%s".formatted(name, own);
    }

    private static Map<String, String> stabilities(ComponentInfo<?> info, ComponentKind kind) {
        var levels = new TreeMap<String, String>();
        switch (kind) {
            case RECEIVER, PROCESSOR, EXPORTER ->
                    info.signals()
                            .forEach((signal, level) -> levels.put(signal.id(), level.toString()));
            case CONNECTOR -> {
                for (Signal from : Signal.values()) {
                    for (Signal to : Signal.values()) {
                        Stability level = info.pairs().get(new SignalPair(from, to));
                        levels.put(
                                new SignalPair(from, to).toString(),
                                level == null ? "Undefined" : level.toString());
                    }
                }
            }
            case EXTENSION -> levels.put("extension", String.valueOf(info.stability()));
        }
        return levels;
    }
}
