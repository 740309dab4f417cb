// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.extensions.zpages;

import dev.forager.pipeline.ComponentStatus;
import dev.forager.pipeline.ServiceView;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** {@code servicez}: what runs, since when and on what. */
final class ServicePage {
    private final ServiceView service;
    private final InstantSource clock;

    ServicePage(ServiceView service, InstantSource clock) {
        this.service = service;
        this.clock = clock;
    }

    String html() {
        ServiceView.BuildInfo build = service.buildInfo();
        String body =
                "<h2>Components</h2>"
                        + health()
                        + componentPages()
                        + "<h2>Build</h2>"
                        + Html.facts(build(build))
                        + "<h2>Run time</h2>"
                        + Html.facts(runtime());
        return Html.page(build.command(), "servicez", "Service " + build.command(), body);
    }

    /** Links to the pages that components offer. */
    private String componentPages() {
        var links = new TreeSet<String>();
        service.pages()
                .forEach(
                        page ->
                                links.add(
                                        "<a href=\"%s\">%s</a>"
                                                .formatted(
                                                        Html.parameter(page.name()),
                                                        Html.text(page.name()))));
        return links.isEmpty() ? "" : "<p>More: " + String.join(", ", links) + "</p>";
    }

    private static Map<String, String> build(ServiceView.BuildInfo build) {
        var facts = new LinkedHashMap<String, String>();
        facts.put("Command", build.command());
        facts.put("Description", build.description());
        facts.put("Version", build.version());
        return facts;
    }

    private Map<String, String> runtime() {
        Runtime jvm = Runtime.getRuntime();
        var facts = new LinkedHashMap<String, String>();
        facts.put("Started", service.startTime().truncatedTo(ChronoUnit.MILLIS).toString());
        facts.put("Uptime", uptime(Duration.between(service.startTime(), clock.instant())));
        facts.put(
                "Java",
                "%s, %s"
                        .formatted(
                                System.getProperty("java.runtime.version"),
                                System.getProperty("java.vendor")));
        facts.put(
                "System",
                "%s %s, %s"
                        .formatted(
                                System.getProperty("os.name"),
                                System.getProperty("os.version"),
                                System.getProperty("os.arch")));
        facts.put("Process", Long.toString(ProcessHandle.current().pid()));
        facts.put("Processors", Integer.toString(jvm.availableProcessors()));
        facts.put(
                "Heap",
                "%,d MiB used of at most %,d MiB"
                        .formatted(
                                (jvm.totalMemory() - jvm.freeMemory()) >> 20,
                                jvm.maxMemory() >> 20));
        return facts;
    }

    /** How many instances have which status. */
    private String health() {
        var counts = new TreeMap<ComponentStatus.State, Integer>();
        service.statuses()
                .values()
                .forEach(status -> counts.merge(status.state(), 1, Integer::sum));
        var cell = new StringBuilder();
        counts.forEach(
                (state, count) ->
                        cell.append("<span class=\"chip\">")
                                .append(Html.dot(new ComponentStatus(state, null)))
                                .append(Html.text(Html.status(new ComponentStatus(state, null))))
                                .append(" <b>")
                                .append(count)
                                .append("</b></span>"));
        List<List<String>> rows =
                List.of(
                        List.of(
                                "<a href=\"pipelinez\">%d</a>"
                                        .formatted(service.pipelines().size()),
                                "<a href=\"extensionz\">%d</a>"
                                        .formatted(service.extensions().size()),
                                cell.isEmpty()
                                        ? "<span class=\"soft\">none</span>"
                                        : cell.toString()));
        return Html.table(List.of("Pipelines", "Extensions", "Status of the instances"), rows);
    }

    private static String uptime(Duration duration) {
        return "%d d %02d:%02d:%02d"
                .formatted(
                        duration.toDays(),
                        duration.toHoursPart(),
                        duration.toMinutesPart(),
                        duration.toSecondsPart());
    }
}
