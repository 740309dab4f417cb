// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.benchmarks.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The table of a comparison: medians with their range, and the ratio of paired rounds. Stateless.
 */
final class Report {
    private Report() {}

    /**
     * Markdown, one line per scenario and server.
     *
     * @param base the name of the server that ratios refer to
     */
    static String table(List<Run> runs, String base) {
        var text = new StringBuilder();
        text.append(
                """
                | scenario | server | CPU-s per M items | ratio to %s | items/s | p50 ms | p99 ms | RSS MiB | wire B/item |
                |---|---|---|---|---|---|---|---|---|
                """
                        .formatted(base));
        var rows = new LinkedHashSet<String>();
        runs.forEach(run -> rows.add(run.scenario()));
        for (String scenario : rows) {
            var servers = new LinkedHashSet<String>();
            runs.stream()
                    .filter(r -> r.scenario().equals(scenario))
                    .forEach(r -> servers.add(r.server()));
            for (String server : servers) {
                text.append(row(runs, scenario, server, base));
            }
        }
        return text.toString();
    }

    private static String row(List<Run> runs, String scenario, String server, String base) {
        List<Run> mine = of(runs, scenario, server);
        return "| %s | %s | %s | %s | %,.0f | %.2f | %.2f | %.0f | %.1f |%n"
                .formatted(
                        scenario,
                        server,
                        spread(values(mine, Run::cpuPerMillion), "%.2f"),
                        server.equals(base)
                                ? "1"
                                : spread(ratios(mine, of(runs, scenario, base)), "%.2f"),
                        median(values(mine, Run::itemsPerSecond)),
                        median(values(mine, Run::p50Millis)),
                        median(values(mine, Run::p99Millis)),
                        median(values(mine, Run::residentMiB)),
                        median(values(mine, Run::bytesPerItem)));
    }

    private static List<Run> of(List<Run> runs, String scenario, String server) {
        return runs.stream()
                .filter(r -> r.scenario().equals(scenario) && r.server().equals(server))
                .sorted(Comparator.comparingInt(Run::round))
                .toList();
    }

    private static List<Double> ratios(List<Run> mine, List<Run> base) {
        var ratios = new ArrayList<Double>();
        for (int i = 0; i < Math.min(mine.size(), base.size()); i++) {
            ratios.add(mine.get(i).cpuPerMillion() / base.get(i).cpuPerMillion());
        }
        return ratios;
    }

    private static List<Double> values(List<Run> runs, ToDoubleFunction<Run> value) {
        return runs.stream().map(value::applyAsDouble).toList();
    }

    private static String spread(List<Double> values, String format) {
        if (values.isEmpty()) {
            return "-";
        }
        double least = values.stream().min(Double::compare).orElseThrow();
        double most = values.stream().max(Double::compare).orElseThrow();
        return (format + " [" + format + "-" + format + "]").formatted(median(values), least, most);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
