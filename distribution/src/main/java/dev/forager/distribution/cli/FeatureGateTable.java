// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution.cli;

import dev.forager.pipeline.ServiceView.Gate;
import java.util.List;

/** What {@code featuregate} prints. Stateless. */
final class FeatureGateTable {
    private FeatureGateTable() {}

    static String of(List<Gate> gates) {
        int id = "ID".length();
        int stage = "Stage".length();
        for (Gate gate : gates) {
            id = Math.max(id, gate.id().length());
            stage = Math.max(stage, gate.stage().length());
        }
        String row = "%-" + (id + 2) + "s%-9s%-" + (stage + 2) + "s%s%n";
        var text = new StringBuilder(row.formatted("ID", "Enabled", "Stage", "Description"));
        for (Gate gate : gates) {
            text.append(row.formatted(gate.id(), gate.enabled(), gate.stage(), gate.description()));
        }
        return text.toString();
    }

    static String of(Gate gate) {
        var text = new StringBuilder();
        line(text, "Feature", gate.id());
        line(text, "Enabled", String.valueOf(gate.enabled()));
        line(text, "Stage", gate.stage());
        line(text, "Description", gate.description());
        line(text, "From Version", gate.fromVersion());
        if (!gate.toVersion().isEmpty()) {
            line(text, "To Version", gate.toVersion());
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(name).append(": ").append(value).append('\n');
    }
}
