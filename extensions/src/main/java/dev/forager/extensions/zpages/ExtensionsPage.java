// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.extensions.zpages;

import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.ComponentKind;
import dev.forager.pipeline.ComponentStatus;
import dev.forager.pipeline.ServiceView;
import dev.forager.transport.server.Page;
import dev.forager.transport.server.PageRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code extensionz}: the extensions in the order of their start; {@code zextensionname} marks one.
 */
final class ExtensionsPage {
    private final ServiceView service;

    ExtensionsPage(ServiceView service) {
        this.service = service;
    }

    Page answer(PageRequest request) {
        String chosen = request.parameter("zextensionname");
        var rows = new ArrayList<List<String>>();
        for (ComponentId id : service.extensions()) {
            ComponentStatus status = status(id);
            rows.add(
                    List.of(
                            "<span class=\"chip%s\">%s<a class=\"id\" href=\"?zextensionname=%s\">%s</a></span>"
                                    .formatted(
                                            id.toString().equals(chosen) ? " here" : "",
                                            Html.dot(status),
                                            Html.parameter(id.toString()),
                                            Html.text(id.toString())),
                            Html.text(Html.status(status))));
        }
        String body =
                rows.isEmpty()
                        ? "<p class=\"soft\">There is no extension.</p>"
                        : Html.table(List.of("Extension", "Status"), rows);
        return Page.html(
                Html.page(service.buildInfo().command(), "extensionz", "Extensions", body));
    }

    private @Nullable ComponentStatus status(ComponentId id) {
        for (Map.Entry<ServiceView.Instance, ComponentStatus> entry :
                service.statuses().entrySet()) {
            if (entry.getKey().kind() == ComponentKind.EXTENSION
                    && entry.getKey().id().equals(id)) {
                return entry.getValue();
            }
        }
        return null;
    }
}
