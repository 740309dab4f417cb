// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.extensions.zpages;

import dev.forager.pipeline.ServiceView;
import dev.forager.pipeline.StatusPage;
import dev.forager.transport.server.Page;
import dev.forager.transport.server.PageRequest;
import org.jspecify.annotations.Nullable;

/**
 * What components tell of themselves under one name, with a field for a question. {@code
 * format=text} answers plainly, for programs.
 */
final class ComponentPages {
    private final ServiceView service;
    private final String name;
    private final String title;

    ComponentPages(ServiceView service, String name, String title) {
        this.service = service;
        this.name = name;
        this.title = title;
    }

    Page answer(PageRequest request) {
        var text = new StringBuilder();
        for (StatusPage page : service.pages()) {
            if (page.name().equals(name)) {
                text.append(text.isEmpty() ? "" : "\n").append(page.text(request.parameters()));
            }
        }
        if ("text".equals(request.parameter("format"))) {
            return text.isEmpty()
                    ? Page.text(404, "no component of this collector offers " + name + "\n")
                    : Page.text(200, text.toString());
        }
        String body =
                text.isEmpty()
                        ? "<p class=\"soft\">No component of this collector offers this page.</p>"
                        : form(request.parameter("q"))
                                + "<pre>"
                                + Html.text(text.toString())
                                + "</pre>";
        return Page.html(Html.page(service.buildInfo().command(), name, title, body));
    }

    private static String form(@Nullable String asked) {
        return "<form><input name=\"q\" size=\"50\" placeholder=\"address, pod, uid or container\" value=\"%s\"> <button>Explain</button></form>"
                .formatted(asked == null ? "" : Html.text(asked));
    }
}
