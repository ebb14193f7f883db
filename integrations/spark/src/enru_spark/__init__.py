"""Aligns English documents with their Russian versions in Apache Spark.

Each partition is streamed through one ``enru worker``, or aligned in the process of its task where the package ``enru`` for Python
is installed. An alignment depends on the pair and the options only, so partitions,
retries and speculation change nothing in the rows.

>>> from enru_spark import Options, align_pairs, segments
>>> aligned = align_pairs(spark.read.parquet("pairs"), "/opt/enru/enru", Options(min_confidence=0.5))
>>> segments(aligned).write.parquet("memory")
"""

import shlex
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Literal, Optional, Union

import pyarrow as pa
from pyspark import TaskContext, cloudpickle
from pyspark.sql import DataFrame
from pyspark.sql.types import IntegralType, StringType, StructType

from . import _arrow, _inprocess, _options, _process
from ._options import Options
from ._process import WorkerError

if TYPE_CHECKING:
    from pyspark import RDD

__all__ = ["Options", "WorkerError", "align_pairs", "pipe_lines", "segments"]

# The code travels inside the tasks: executors need Python and pyarrow, but not this package.
for _module in (__name__, _arrow.__name__, _inprocess.__name__, _options.__name__, _process.__name__):
    cloudpickle.register_pickle_by_value(sys.modules[_module])  # type: ignore[no-untyped-call]


Engine = Literal["binary", "python"]


def align_pairs(
    df: DataFrame, binary: Optional[str] = None, options: Options = Options(), engine: Optional[Engine] = None
) -> DataFrame:
    """Aligns the two documents of each row: a row out for each row in.

    ``df`` has a column ``id`` (string or whole number) and either ``en`` and ``ru`` (texts) or ``en_path`` and ``ru_path``
    (files of any format enru reads, where every executor finds them). Its columns but the texts are kept, and these are added:

    - ``ok``: whether the pair was aligned,
    - ``segments``: what was aligned with what (see :func:`segments`); null if not ``ok``,
    - ``stats``: figures of the pair; null if not ``ok``,
    - ``error``: ``code`` and ``message`` of what is wrong with the pair; null if ``ok``.

    A bad document is such a row and stops nothing. A worker that dies fails its task with :class:`WorkerError`, which tells the
    end of what it wrote to standard error, and Spark runs the task again.

    With ``engine="binary"`` (the default where ``binary`` is given) each task has a program: ``binary`` is a path on the driver, or any
    address that ``SparkContext.addFile`` takes, and is sent to the executors; ``local:/usr/bin/enru`` is a program that is there
    already. With ``engine="python"`` a task does its work itself, with the package ``enru`` that is installed on the executors. A document
    that ends its process ends that of the task then; when Spark runs the task again, each document is worked on in a process of its
    own, and is a row with the error ``crashed``.

    Raises ``ValueError`` for columns and engines that do not fit. A task holds the batch of rows Spark gives it
    (``spark.sql.execution.arrow.maxRecordsPerBatch``), about 32 MB of responses, and the document that the worker is processing.
    """
    asked = _asked(df.schema)
    kept = [name for name in df.columns if name == "id" or name not in asked]
    if "en_path" in asked and options.root is None:
        options = replace(options, root="/")
    program, in_request = _program(binary, engine), options.of_request()

    def align(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        with _worker(program, options) as worker:
            for batch in batches:
                yield from _arrow.answered(batch, asked, kept, in_request, worker)
            worker.finish()

    for path in _options.files(binary, options):
        df.sparkSession.sparkContext.addFile(path)
    result = df.sparkSession.createDataFrame([], _arrow.RESULT_DDL).schema
    return df.mapInArrow(align, StructType([df.schema[name] for name in kept] + result.fields))


def _program(binary: Optional[str], engine: Optional[Engine]) -> Optional[list[str]]:
    """The program of each task; ``None`` for a task that does its work itself."""
    engine = engine or ("python" if binary is None else "binary")
    if engine not in ("binary", "python"):
        raise ValueError(f"engine is {engine!r}, expected 'binary' or 'python'")
    if engine == "python":
        return None
    if binary is None:
        raise ValueError("engine='binary' needs binary, the program enru")
    return [_options.name(binary)]


def _worker(program: Optional[list[str]], options: Options) -> Union[_process.Worker, _inprocess.InProcess]:
    """What answers the requests of a task, on the executor."""
    context = TaskContext.get()
    if program is None and (context is None or context.attemptNumber() == 0):
        lexicons = _options.located(_options.lexicons_of(options))
        return _inprocess.InProcess(lexicons, options.root, options.max_bytes, options.timeout, options.threads)
    # A task that is tried again may have met a document that ends the process.
    command = _options.command(program or _inprocess.command(), options)
    return _process.Worker(_options.located(command))


def segments(aligned: DataFrame) -> DataFrame:
    """The segments of what :func:`align_pairs` gave, a row each: the columns kept from its input, then ``en``, ``ru``,
    ``confidence``, ``shape``, ``status``, ``en_ids``, ``ru_ids``, ``anchors``, ``flags`` and ``segment_id``.

    A pair that failed or has no segments has no row here.
    """
    kept = [f"`{name.replace('`', '``')}`" for name in aligned.columns if name not in _arrow.RESULT]
    return aligned.selectExpr(*kept, "inline(segments)")


def pipe_lines(lines: "RDD[str]", binary: str, options: Options = Options()) -> "RDD[str]":
    """Answers requests that are JSON already, a line each, by ``RDD.pipe``: a line out for each line in.

    Requests and answers are those of ``enru worker``, as its JSON schemas tell. A request says in its own ``options`` how it is
    to be aligned: of ``options`` here, ``timeout``, ``max_bytes``, ``threads`` and ``lexicons`` count.

    A worker that dies fails its task: its exit code is checked, without which Spark takes the answers so far for all.
    """
    context = lines.context
    command = _options.command([_options.name(binary)], options)
    for path in _options.files(binary, options):
        context.addFile(path)
    # `pipe` wants the command while still on the driver. Executors run in the folder where Spark puts their files; in
    # local mode the driver has a folder for them.
    in_driver = str(context.master).split("[")[0] == "local"
    here = _options.located(command) if in_driver else _options.beside(command)
    return lines.pipe(shlex.join(here), checkCode=True)


def _asked(schema: StructType) -> list[str]:
    """The columns that make the request; raises ``ValueError`` where they or the others do not fit."""
    pairs = [pair for pair in (["en", "ru"], ["en_path", "ru_path"]) if set(pair) <= set(schema.names)]
    if len(pairs) != 1 or "id" not in schema.names:
        raise ValueError(f"give columns id, and en and ru or en_path and ru_path; there are {', '.join(schema.names)}")
    asked = ["id", *pairs[0]]
    for name in asked:
        kind = schema[name].dataType
        if not isinstance(kind, StringType) and not (name == "id" and isinstance(kind, IntegralType)):
            raise ValueError(f"column {name} is {kind.simpleString()}; cast it to string")
    taken = sorted(set(schema.names) & set(_arrow.RESULT))
    if taken:
        raise ValueError(f"columns {', '.join(taken)} are added by align_pairs; rename yours")
    return asked
