// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.extensions.zpages;

import dev.forager.pipeline.Extension;
import dev.forager.pipeline.ExtensionSettings;
import dev.forager.pipeline.Host;
import dev.forager.pipeline.ServiceView;
import dev.forager.transport.server.ErrorAnswers;
import dev.forager.transport.server.HttpServer;
import dev.forager.transport.server.Page;
import dev.forager.transport.server.RunningServer;
import dev.forager.transport.server.ServerSettings;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Serves the pages under the Go collector's paths. {@code tracez} is not there, as in a Go
 * collector whose own tracing is off. Every page is made anew from the {@link ServiceView}.
 * Thread-safe.
 */
final class Zpages implements Extension {
    private final ZpagesConfig config;
    private final ExtensionSettings settings;
    private volatile @Nullable RunningServer server;

    Zpages(ZpagesConfig config, ExtensionSettings settings) {
        this.config = config;
        this.settings = settings;
    }

    @Override
    public void start(Host host) throws IOException {
        settings.logger()
                .atInfo()
                .addKeyValue("endpoint", config.server().endpoint())
                .log("Starting zPages extension");
        server = routes(host.service()).start(host);
    }

    private HttpServer routes(ServiceView service) {
        var pages =
                HttpServer.of(
                        config.server(),
                        new ServerSettings(settings.logger(), settings.memory()),
                        ErrorAnswers.TEXT);
        var overview = new ServicePage(service, settings.clock());
        pages.pages("/debug/servicez", request -> Page.html(overview.html()));
        pages.pages("/debug/pipelinez", new PipelinesPage(service)::answer);
        pages.pages("/debug/extensionz", new ExtensionsPage(service)::answer);
        pages.pages("/debug/featurez", request -> Page.html(FeaturesPage.html(service)));
        pages.pages(ComponentPages.ROOT, new ComponentPages(service)::answer);
        if (config.expvar().enabled()) {
            pages.pages("/debug/expvarz", request -> ProcessFigures.page(settings.build()));
        }
        return pages;
    }

    int port() {
        RunningServer running = server;
        return running == null ? -1 : running.port();
    }

    @Override
    public void stop(Duration limit) {
        RunningServer running = server;
        server = null;
        if (running != null) {
            running.stop(limit);
        }
    }
}
