// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.config;

import static dev.forager.pipeline.config.Validation.require;
import static dev.forager.pipeline.config.Validation.requireAll;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.IgnoredKey;
import dev.forager.pipeline.config.PlainYaml;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Prometheus' configuration file; what is not about scraping is refused. */
@IgnoredKey(
        keys = {"storage", "tracing", "otlp", "runtime"},
        reason = "it is about Prometheus as a server")
@PlainYaml
public record PromConfig(
        @Doc("What holds for every job that says nothing else.") @Default("{}") GlobalConfig global,
        @Doc("Jobs.") @Default("[]") List<ScrapeConfig> scrapeConfigs,
        @Doc("Files with more jobs; the last part of a path may hold a `*`.") @Default("[]")
                List<String> scrapeConfigFiles,
        @Doc("Not supported.") @Nullable Map<String, Object> alerting,
        @Doc("Not supported.") @Default("[]") List<Object> ruleFiles,
        @Doc("Not supported: use the exporter prometheus_remote_write.") @Default("[]")
                List<Object> remoteWrite,
        @Doc("Not supported.") @Default("[]") List<Object> remoteRead) {
    /** Nothing to scrape. */
    public static final PromConfig EMPTY =
            new PromConfig(
                    GlobalConfig.DEFAULT,
                    List.of(),
                    List.of(),
                    null,
                    List.of(),
                    List.of(),
                    List.of());

    public PromConfig {
        scrapeConfigs = List.copyOf(scrapeConfigs);
        List<String> unsupported = unsupported(alerting, ruleFiles, remoteWrite, remoteRead);
        require(
                unsupported.isEmpty(),
                "unsupported features:\n\t"
                        + String.join("\n\t", unsupported)
                        + "\n(expected: without these sections, which stay with Prometheus)");
        checkJobs(scrapeConfigs, global);
    }

    private static void checkJobs(List<ScrapeConfig> jobs, GlobalConfig global) {
        Set<String> names = new HashSet<>();
        Stream.Builder<Runnable> checks = Stream.builder();
        for (int i = 0; i < jobs.size(); i++) {
            ScrapeConfig job = jobs.get(i);
            String at = "scrape_configs::[%d]".formatted(i);
            checks.add(() -> ScrapeJob.of(job, global, at))
                    .add(() -> checkIsNew(job.jobName(), names, at))
                    .add(() -> job.http().checkFiles(at));
            job.kubernetesSdConfigs().forEach(each -> checks.add(() -> each.http().checkFiles(at)));
        }
        requireAll(checks.build());
    }

    private static void checkIsNew(String name, Set<String> names, String at) {
        require(
                names.add(name),
                at,
                "found multiple scrape configs with job name \"%s\"".formatted(name));
    }

    /** Whether a job of that name stands here. */
    public boolean names(String job) {
        return scrapeConfigs.stream().anyMatch(each -> each.jobName().equals(job));
    }

    private static List<String> unsupported(
            @Nullable Map<String, Object> alerting,
            List<Object> ruleFiles,
            List<Object> remoteWrite,
            List<Object> remoteRead) {
        List<String> found = new ArrayList<>();
        Map<String, Object> alerts = alerting == null ? Map.of() : alerting;
        if (isFilled(alerts.get("alert_relabel_configs"))) {
            found.add("alert_config.relabel_configs");
        }
        if (isFilled(alerts.get("alertmanagers"))) {
            found.add("alert_config.alertmanagers");
        }
        if (!ruleFiles.isEmpty()) {
            found.add("rule_files");
        }
        if (!remoteWrite.isEmpty()) {
            found.add("remote_write");
        }
        if (!remoteRead.isEmpty()) {
            found.add("remote_read");
        }
        Collections.sort(found);
        return found;
    }

    private static boolean isFilled(@Nullable Object section) {
        return section instanceof List<?> list && !list.isEmpty();
    }

    /** Whether there is anything to scrape. */
    public boolean hasJobs() {
        return !scrapeConfigs.isEmpty() || !scrapeConfigFiles.isEmpty();
    }
}
