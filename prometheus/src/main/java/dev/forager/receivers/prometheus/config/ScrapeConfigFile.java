// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.config;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.PlainYaml;
import java.util.List;

/** A file of {@code scrape_config_files}. */
@PlainYaml
public record ScrapeConfigFile(@Doc("Jobs.") @Default("[]") List<ScrapeConfig> scrapeConfigs) {
    public ScrapeConfigFile {
        scrapeConfigs = List.copyOf(scrapeConfigs);
    }
}
