// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.schema;

import dev.forager.pdata.LogRecord;
import dev.forager.pdata.Logs;
import dev.forager.pdata.Metric;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.Profiles;
import dev.forager.pdata.Resource;
import dev.forager.pdata.ResourceLogs;
import dev.forager.pdata.ResourceMetrics;
import dev.forager.pdata.ResourceSpans;
import dev.forager.pdata.ScopeLogs;
import dev.forager.pdata.ScopeMetrics;
import dev.forager.pdata.ScopeSpans;
import dev.forager.pdata.Span;
import dev.forager.pdata.Telemetry;
import dev.forager.pdata.Traces;
import dev.forager.pipeline.ClientAuthenticator;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Host;
import dev.forager.pipeline.Permanent;
import dev.forager.pipeline.Processor;
import dev.forager.pipeline.ProcessorSettings;
import dev.forager.pipeline.Retryable;
import dev.forager.pipeline.series.Seldom;
import dev.forager.transport.client.HttpFetcher;
import dev.forager.transport.client.UserAgent;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Translates what has a schema URL into the target of its family. A resource that cannot be
 * translated fails the request; a scope stays as it is and is counted. Thread-safe.
 */
final class SchemaProcessor implements Processor {
    private final SchemaProcessorConfig config;
    private final ProcessorSettings settings;
    private final Consumer next;
    private final Logger logger;
    private final SchemaMetrics metrics;
    private final Translations translations;
    private final Seldom complaints = new Seldom(System::nanoTime);

    /** The version that is left, by target. */
    private final Map<String, String> migrations = new HashMap<>();

    private volatile @Nullable HttpFetcher fetcher;

    SchemaProcessor(SchemaProcessorConfig config, ProcessorSettings settings, Consumer next) {
        this.config = config;
        this.settings = settings;
        this.next = next;
        logger = settings.logger();
        metrics = new SchemaMetrics(settings.meter(), settings.pipeline().signal());
        var store = new SchemaStore(config, this::fetch, metrics, settings.clock());
        translations = new Translations(config, store, logger);
        config.migration().forEach(entry -> migrations.put(entry.target(), entry.from()));
    }

    private byte[] fetch(String url) throws IOException {
        HttpFetcher current = fetcher;
        if (current == null) {
            throw new IOException("schema processor not started");
        }
        return current.get(url);
    }

    @Override
    public void start(Host host) throws IOException {
        for (SchemaProcessorConfig.Migration entry : config.migration()) {
            logger.atWarn()
                    .addKeyValue("target", entry.target())
                    .addKeyValue("from", entry.from())
                    .log(
                            "migration is enabled: attribute renames will preserve original"
                                    + " attributes alongside renamed ones; this is a temporary"
                                    + " migration aid");
        }
        ClientAuthenticator authenticator =
                config.client().auth() == null
                        ? null
                        : host.extension(
                                config.client().auth().authenticator(), ClientAuthenticator.class);
        fetcher =
                new HttpFetcher(
                        config.client(),
                        new HttpFetcher.Limits(config.timeout(), SchemaStore.MAX_BYTES),
                        UserAgent.of(settings.build()),
                        authenticator,
                        logger);
        prefetch();
    }

    private void prefetch() {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (String url : config.prefetch()) {
                logger.atInfo().addKeyValue("url", url).log("prefetching schema");
                threads.execute(() -> prefetch(url));
            }
        }
    }

    private void prefetch(String url) {
        try {
            translations.from(SchemaUrl.parse(url));
        } catch (TranslationException e) {
            logger.atWarn()
                    .addKeyValue("url", url)
                    .addKeyValue("error", e.text())
                    .log("failed to prefetch schema");
        }
    }

    @Override
    public void consume(Telemetry telemetry, Context context) throws ConsumeException {
        var scopes = new Scopes();
        try {
            switch (telemetry) {
                case Traces traces -> translate(traces, scopes);
                case Metrics someMetrics -> translate(someMetrics, scopes);
                case Logs logs -> translate(logs, scopes);
                case Profiles _ -> {} // Not in info(): never comes.
            }
        } finally {
            metrics.scopes(scopes.failed, scopes.skipped);
        }
        next.consume(telemetry, context);
    }

    /** What became of the scopes of one request. */
    private static final class Scopes {
        int failed;
        int skipped;
    }

    private void translate(Traces traces, Scopes scopes) throws ConsumeException {
        for (ResourceSpans group : traces.resources()) {
            String url = group.schemaUrl();
            if (!url.isEmpty()) {
                group.schemaUrl(resource(group.resource(), url));
            }
            for (ScopeSpans scope : group.scopes()) {
                scope(
                        url,
                        scope.schemaUrl(),
                        scopes,
                        (route, target) -> edit(scope, route, target));
            }
        }
    }

    private void translate(Metrics someMetrics, Scopes scopes) throws ConsumeException {
        for (ResourceMetrics group : someMetrics.resources()) {
            String url = group.schemaUrl();
            if (!url.isEmpty()) {
                group.schemaUrl(resource(group.resource(), url));
            }
            for (ScopeMetrics scope : group.scopes()) {
                scope(
                        url,
                        scope.schemaUrl(),
                        scopes,
                        (route, target) -> edit(scope, route, target));
            }
        }
    }

    private void translate(Logs logs, Scopes scopes) throws ConsumeException {
        for (ResourceLogs group : logs.resources()) {
            String url = group.schemaUrl();
            if (!url.isEmpty()) {
                group.schemaUrl(resource(group.resource(), url));
            }
            for (ScopeLogs scope : group.scopes()) {
                scope(
                        url,
                        scope.schemaUrl(),
                        scopes,
                        (route, target) -> edit(scope, route, target));
            }
        }
    }

    /** Translates a resource; the answer is its new schema URL. */
    private String resource(Resource resource, String url) throws ConsumeException {
        try {
            SchemaUrl from = parse(url);
            Translation translation = translations.from(from);
            Translation.Route route = translation.from(from.version());
            for (Revision revision : route.revisions()) {
                revision.apply(resource, route.direction());
            }
            String target = translation.target().toString();
            metrics.translated(url, target, migrations.get(target));
            return target;
        } catch (TranslationException e) {
            complain("failed to apply resource changes", e);
            metrics.resourceFailed();
            throw e.isLasting() ? new Permanent(e.text()) : new Retryable(e.text());
        }
    }

    private static SchemaUrl parse(String url) throws TranslationException {
        try {
            return SchemaUrl.parse(url);
        } catch (IllegalArgumentException e) {
            throw new TranslationException(String.valueOf(e.getMessage()));
        }
    }

    private void complain(String message, TranslationException failure) {
        if (complaints.isDue()) {
            logger.atError().addKeyValue("error", failure.text()).log(message);
        }
    }

    /** Edits the items of one scope. */
    @FunctionalInterface
    private interface ScopeEdit {
        void apply(Translation.Route route, String target) throws TranslationException;
    }

    private void scope(String ofResource, String ofScope, Scopes scopes, ScopeEdit edit) {
        String url = ofScope.isEmpty() ? ofResource : ofScope;
        if (url.isEmpty()) {
            scopes.skipped++;
            return;
        }
        try {
            SchemaUrl from = parse(url);
            Translation translation = translations.from(from);
            edit.apply(translation.from(from.version()), translation.target().toString());
        } catch (TranslationException e) {
            complain("failed to apply scope changes", e);
            scopes.failed++;
        }
    }

    /** The schema URL is set only where there was something to change, as upstream. */
    private static void edit(ScopeSpans scope, Translation.Route route, String target)
            throws TranslationException {
        for (Revision revision : route.revisions()) {
            for (Span span : scope.spans()) {
                revision.apply(span, route.direction());
            }
            scope.schemaUrl(target);
        }
    }

    /** The schema URL is set in any case, as upstream. */
    private static void edit(ScopeMetrics scope, Translation.Route route, String target)
            throws TranslationException {
        for (Revision revision : route.revisions()) {
            for (Metric metric : scope.metrics()) {
                revision.apply(metric, route.direction());
            }
        }
        scope.schemaUrl(target);
    }

    /** The schema URL is set where the version is known, as upstream. */
    private static void edit(ScopeLogs scope, Translation.Route route, String target)
            throws TranslationException {
        if (!route.isKnown()) {
            return;
        }
        for (Revision revision : route.revisions()) {
            for (LogRecord record : scope.records()) {
                revision.apply(record, route.direction());
            }
        }
        scope.schemaUrl(target);
    }
}
