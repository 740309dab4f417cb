// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.extensions.zpages;

import dev.forager.pipeline.ServiceView;
import dev.forager.pipeline.StatusPage;
import dev.forager.transport.server.Page;
import dev.forager.transport.server.PageRequest;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The pages that components offer, each under its name, with a field for a question. {@code
 * format=text} answers plainly, for programs.
 */
final class ComponentPages {
    /** Where they are, beside the pages of the service. */
    static final String ROOT = "/debug/";

    private final ServiceView service;

    ComponentPages(ServiceView service) {
        this.service = service;
    }

    Page answer(PageRequest request) {
        String name = request.path().substring(ROOT.length());
        List<StatusPage> pages =
                service.pages().stream().filter(page -> page.name().equals(name)).toList();
        boolean isPlain = "text".equals(request.parameter("format"));
        if (pages.isEmpty()) {
            return isPlain
                    ? Page.text(404, "no component of this collector offers " + name + "\n")
                    : Page.notFound();
        }
        String text =
                pages.stream()
                        .map(page -> page.text(request.parameters()))
                        .collect(Collectors.joining("\n"));
        return isPlain
                ? Page.text(200, text)
                : Page.html(
                        html(pages.getFirst(), request.parameters().getOrDefault("q", ""), text));
    }

    private String html(StatusPage page, String asked, String text) {
        String form =
                "<form><input name=\"q\" size=\"50\" placeholder=\"%s\" value=\"%s\"> <button>Explain</button></form>"
                        .formatted(Html.text(page.asksFor()), Html.text(asked));
        return Html.page(
                service.buildInfo().command(),
                page.name(),
                page.title(),
                form + "<pre>" + Html.text(text) + "</pre>");
    }
}
