<?php
// Gives the articles of a portal to Fiszka: one JSON file an article, in a folder that `fiszka serve` watches.
// Call it after an article is saved, published or withdrawn; or for all of them from cron.

const FISZKA_FOLDER = '/var/lib/portal/fiszka';

/** Writes or replaces an article. Keys may be Polish or English; HTML in the text is fine. */
function fiszka_put(array $article): void
{
    $record = [
        'tytul' => $article['title'],
        'tresc' => $article['html'],
        'data' => $article['published'],        // 2024-05-16, 16.05.2024 or 16 maja 2024
        'link' => $article['url'],              // the canonical address: what makes it the same article tomorrow
        'kategoria' => $article['category'],
        'zrodlo' => $article['source'] ?? null,
    ];
    $file = fiszka_file($article['id']);
    $draft = $file . '.tmp';                    // Fiszka looks at no *.tmp: nobody ever reads half an article
    $json = json_encode(array_filter($record), JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR);
    if (file_put_contents($draft, $json) === false || !rename($draft, $file)) {
        throw new RuntimeException("cannot write $file");
    }
}

/** Withdraws an article: it is gone from the answers a moment later. */
function fiszka_delete(int $id): void
{
    @unlink(fiszka_file($id));
}

function fiszka_file(int $id): string
{
    return FISZKA_FOLDER . "/artykul-$id.json";
}
