// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.extensions.zpages;

import dev.forager.pipeline.ServiceView;
import java.util.List;

/** {@code featurez}: the feature gates. */
final class FeaturesPage {
    private FeaturesPage() {}

    static String html(ServiceView service) {
        List<List<String>> rows = service.featureGates().stream().map(FeaturesPage::row).toList();
        String body =
                rows.isEmpty()
                        ? "<p class=\"soft\">There is no feature gate.</p>"
                        : Html.table(
                                List.of("Gate", "State", "Stage", "Description", "From", "To"),
                                rows);
        return Html.page(service.buildInfo().command(), "featurez", "Feature gates", body);
    }

    private static List<String> row(ServiceView.Gate gate) {
        return List.of(
                "<span class=\"id\">" + Html.text(gate.id()) + "</span>",
                gate.enabled()
                        ? "<span class=\"badge on\">on</span>"
                        : "<span class=\"badge\">off</span>",
                Html.text(gate.stage()),
                Html.text(gate.description()),
                Html.text(gate.fromVersion()),
                Html.text(gate.toVersion()));
    }
}
